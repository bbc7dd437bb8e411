"""Six short words that lock a bundle where there is no key to seal it for."""

import secrets
from collections.abc import Callable, Sequence

from stepback_course.text import _, clean_line
from stepback_course.text.refusals import Refusal

COUNT = 6
"""Six of 512 words are 54 bits, and each guess costs about a second of scrypt."""

_LISTED = """
acorn alley amber anchor ankle apple apron arch arrow ash attic autumn badge badger bagel baker
balm bamboo banjo banner barge bark barley barn basin basket bath beak beam beard bed beef
beetle bell belt bench berry bike birch bird bishop blade blanket blossom blouse board bonnet
boot border bottle bowl branch brass bread brick bridge broom brush bubble bucket bud bugle bulb
bunk bush butter button cabin cable cake calf camel camp canal candle canoe canvas cape card
cargo carpet carrot castle cat cedar cello chain chair chalk chapel cheese cherry chest chick
church cider cinema circle clay cliff clock cloth cloud clover coach coast cobble cocoa coffee
coin collar comb comet cook copper coral cord cotton couch cousin cow crab cradle craft crane
crayon cream crew cricket crisp crown cruise crumb cup curry curtain cushion daisy dance desk
dial diary dish dog doll dolphin donkey door dough dove dragon drawer dream dress drum duck
duvet eagle easel echo egg elbow elder elm ember engine fabric falcon fan farm feather fence
fern ferry field fig finch finger flag flame flask flint flock floor flute foal folder forest
fork fossil fox frame frog frost fruit fudge garden garlic gate giant ginger glacier glass glove
goat gold goose grain grape gravel grove guitar gull hall hammer hand harbour harp harvest hawk
hay hazel heart heath hedge helmet heron hill hinge hive hobby holly honey hood horn horse hotel
hut igloo iris iron island ivory ivy jacket jam jar jelly jersey jigsaw jockey jug juice jumper
jungle kayak kennel kettle kitchen kite kitten knee ladder lamb lane lantern larch lark lawn
leaf leather lemon lentil letter lilac lily lime linen lion lizard lobster log loop lorry lunch
lupin magnet maple marble market marsh mask mast meadow medal melon mermaid milk mint mirror
mitten moat mole moon moss moth motor mouse mug museum music mustard nail napkin needle nest
nettle newt nut oak ocean olive onion orchard orchid otter oven owl oyster page paint palace
palm panda panel paper parade parrot parsley pasta path peach pearl pebble pencil penguin pepper
petal piano picnic pigeon pillow pilot pipe pirate planet plank plate pocket poem pond pony
poppy porch potato pottery prawn puddle puffin pumpkin puppy puzzle quarry quilt rabbit raft
rain raisin ramp rattle raven ribbon rice ring river robin rock rocket roof rope rose ruby ruler
saddle salad salmon salt sand sandal sauce saucer scarf school scone seal seed shadow shed sheep
shelf shell ship shirt shore silk silver skate sketch sky sledge slipper snail snow soap sock
sofa soil song soup spade spark sparrow spice spider spinach spoon spring spruce square squash
stable stamp star station steam stone stool storm straw stream street summer swan tablet tailor
tea teapot temple tent thistle thread thumb ticket tiger timber toad toast toffee tomato torch
towel tower town tractor tray tree trolley trout truck trumpet tulip tunnel turnip turtle valley
vase velvet village vine violet violin voyage wagon walnut walrus wasp water wave weasel wheat
wheel whistle willow window winter wolf wool wren yacht yarn yogurt zebra
"""
WORDS = tuple(_LISTED.split())
"""Plain words of three to seven letters, to be read out, written down and typed."""


def new_words(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return six fresh words with spaces between them."""
    return " ".join(choose(WORDS) for _place in range(COUNT))


def typed_words(text: str) -> str:
    """Return words as they were given out, however they were typed.

    Raises Refusal where they are not six, or one of them is not a word that is given out.
    """
    words = clean_line(text).lower().replace("-", " ").replace(",", " ").split()
    if len(words) != COUNT:
        sentence = _("give all six words, with spaces between them: these are {count}")
        raise Refusal("invalid", sentence.format(count=len(words)))
    for word in words:
        if word not in WORDS:
            sentence = _("'{word}' is none of the words that are given out: look at it again")
            raise Refusal("invalid", sentence.format(word=word[:20]))
    return " ".join(words)
