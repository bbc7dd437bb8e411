"""Groups of commands, listed so that each can be told by its line."""

import click


class Commands(click.Group):
    """A group whose list says of each command its first sentence, to the end."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands; a sentence that is too long for a line goes on in the next."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, command.get_short_help_str(limit=formatter.width * 4))
                    for name, command in commands
                    if command is not None
                ]
            )
