"""What the case study has of its learner: permission, the two sorts, and beginning again."""
