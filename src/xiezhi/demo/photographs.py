"""Photographs of a building site, drawn as a hand camera would see it: light, haze, grain, and the stamp of the camera."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import product
from math import cos, hypot, radians, sin

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from xiezhi.kernel import ZONE
from xiezhi.typeset.fonts import folders

SIZE = (1120, 840)
FINE = 2  # drawn so many times larger, for smooth edges
WIDE, HIGH = SIZE[0] * FINE, SIZE[1] * FINE
EYE, FOCUS, HORIZON = 1.7, 1.15 * WIDE, int(HIGH * 0.5)  # metres above ground; pixels; pixels from the top
TURNED, ASIDE, AWAY = radians(-31), 1.5, 30.0  # how the site lies before the camera: angle, metres, metres
GRAIN = 28  # pixels of the ground's pattern to a metre

Point = tuple[float, float]
Spot = tuple[float, float, float]  # metres: to the right, up, away
Colour = tuple[int, int, int]
CONCRETE, WET, BRICK, STEEL, FENCE = (182, 177, 168), (148, 144, 137), (150, 84, 62), (122, 70, 44), (52, 108, 158)
SKY, DUSK = ((126, 164, 202), (226, 230, 228)), ((44, 50, 74), (92, 94, 104))
POLE, PLANK, NET = (96, 98, 104), (150, 126, 92), (38, 104, 72)
EXIF_DETAILS, EXPOSED = 0x8769, 36867  # where a camera writes the moment of exposure


@dataclass(frozen=True)
class Scene:
    """What stands there: how many floors of a frame, whether beside water, whether at night."""

    floors: int = 1
    beside_water: bool = False
    by_night: bool = False


@dataclass(frozen=True)
class Face:
    """One side of a block, and how much of the light falls on it."""

    corners: tuple[Spot, ...]
    colour: Colour
    light: float

    @property
    def away(self) -> float:
        return sum(_turned(*corner)[2] for corner in self.corners) / len(self.corners)


def photograph(scene: Scene, stamp: Sequence[str], at: datetime) -> bytes:
    """A JPEG with the camera's stamp in its corner and the moment in its metadata."""
    picture = _taken(scene).copy()
    local = at.astimezone(ZONE)
    _stamp(picture, [f"{local:%Y-%m-%d %H:%M:%S}", *stamp])
    exif = Image.Exif()
    exif.get_ifd(EXIF_DETAILS)[EXPOSED] = f"{local:%Y:%m:%d %H:%M:%S}"
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=84, exif=exif)
    return kept.getvalue()


@lru_cache(maxsize=8)
def _taken(scene: Scene) -> Image.Image:
    picture = _land(scene)
    draw = ImageDraw.Draw(picture)
    faces = [face for block in _site(scene.floors) for face in block]
    for face in sorted(faces, key=lambda face: -face.away):
        _face(draw, face)
    _scaffold(picture, scene.floors)
    if scene.beside_water:
        _water(picture)
    return _developed(_night(picture) if scene.by_night else picture)


def _turned(x: float, y: float, z: float) -> Spot:
    """A spot of the site as it lies before the camera."""
    return ASIDE + x * cos(TURNED) + z * sin(TURNED), y, AWAY - x * sin(TURNED) + z * cos(TURNED)


def _seen(x: float, y: float, z: float) -> Point:
    """Where a spot of the site is on the picture."""
    across, up, away = _turned(x, y, z)
    return WIDE / 2 + FOCUS * across / away, HORIZON + FOCUS * (EYE - up) / away


def _land(scene: Scene) -> Image.Image:
    """Sky with clouds, two ranges of hills in the haze, and trodden earth."""
    picture = Image.new("RGB", (WIDE, HIGH))
    picture.paste(_fading(*(DUSK if scene.by_night else SKY), HORIZON), (0, 0))
    if not scene.by_night:
        clouds = Image.effect_noise((22, 8), 80).point(lambda value: max(0, value - 130) * 2)
        picture.paste((246, 246, 244), (0, 0, WIDE, HORIZON), _soft(clouds.resize((WIDE, HORIZON)), 36))
    for height, colour in ((0.15, (140, 160, 170)), (0.08, (98, 122, 104))):
        hills = Image.new("L", (WIDE, HIGH))
        ImageDraw.Draw(hills).polygon(_ridge(height), fill=255)
        picture.paste(colour, (0, 0), _soft(hills, 3))
    picture.paste(_earth(), (0, HORIZON))
    _shadow(picture, scene.floors)
    return picture


def _soft(mask: Image.Image, spread: int) -> Image.Image:
    """A mask with soft edges; worked out on a smaller copy, as there is nothing fine in it."""
    small = mask.resize((mask.width // 4, mask.height // 4))
    return small.filter(ImageFilter.GaussianBlur(spread * FINE / 4)).resize(mask.size, Image.Resampling.BILINEAR)


def _fading(top: Colour, bottom: Colour, height: int) -> Image.Image:
    fading = Image.linear_gradient("L").resize((WIDE, height))
    return Image.composite(Image.new("RGB", (WIDE, height), bottom), Image.new("RGB", (WIDE, height), top), fading)


def _ridge(height: float) -> list[Point]:
    rises = (0.35, 0.6, 0.5, 0.8, 1.0, 0.85, 0.5, 0.62, 0.4, 0.55, 0.75, 0.7, 0.45)
    step = WIDE / (len(rises) - 1)
    ridge = [(n * step, HORIZON - rise * height * HIGH) for n, rise in enumerate(rises)]
    return [(0, HORIZON + 20), *ridge, (WIDE, HORIZON + 20)]


def _earth() -> Image.Image:
    """Patches and grit, drawn from above and then laid flat before the camera."""
    side, height = 1536, HIGH - HORIZON
    patches = Image.effect_noise((64, 64), 60).resize((side, side), Image.Resampling.BICUBIC)
    stones = Image.effect_noise((side // 4, side // 4), 42).resize((side, side), Image.Resampling.BILINEAR)
    pattern = Image.blend(patches, stones, 0.5).filter(ImageFilter.GaussianBlur(1))
    near, deep = 6.0 * FINE, FOCUS * EYE * GRAIN  # below the horizon, in pixels; how the pattern runs away
    scale = EYE * GRAIN / near
    flat = (scale, side / 2 / near, side / 2 - scale * WIDE / 2, 0.0, 0.0, deep / near, 0.0, 1 / near)
    laid = pattern.transform(
        (WIDE, height), Image.Transform.PERSPECTIVE, flat, Image.Resampling.BILINEAR, fillcolor=128
    )
    return ImageChops.overlay(_fading((186, 174, 150), (128, 108, 82), height), laid.convert("RGB"))


def _shadow(picture: Image.Image, floors: int) -> None:
    mask, reach = Image.new("L", (WIDE, HIGH)), 6.5 + 2.4 * floors
    spots = ((-6.6, -5), (6.6, -5), (reach + 4, 2), (reach + 4, 8), (-2, 8))
    ImageDraw.Draw(mask).polygon([_seen(x, 0, z) for x, z in spots], fill=130)
    picture.paste((56, 48, 40), (0, 0), _soft(mask, 8))


def _site(floors: int) -> Iterator[Sequence[Face]]:
    """The frame, floor by floor, with rods standing out at the top; bricks and a fence about it."""
    storey, xs, zs = 3.4, (-6.0, -2.0, 2.0, 6.0), (-4.5, 0.0, 4.5)
    for floor, x, z in product(range(floors), xs, zs):
        yield _block((x - 0.22, floor * storey, z - 0.22), (x + 0.22, (floor + 1) * storey, z + 0.22), CONCRETE)
    for floor in range(1, floors + 1):
        colour = WET if floor == floors else CONCRETE
        for x, z in product(
            (-6.6, -2.2, 2.2), (-5.1, 0.0)
        ):  # a floor in parts, so that they stand behind each other rightly
            yield _block((x, floor * storey, z), (x + 4.4, floor * storey + 0.32, z + 5.1), colour)
    top = floors * storey + 0.32
    for x, z, aside in product(xs, zs, (-0.14, 0.0, 0.14)):
        yield _block((x + aside, top, z), (x + aside + 0.04, top + 0.9, z + 0.04), STEEL)
    for n in range(3):
        yield _block((-11.5 + n * 1.3, 0, -7.5), (-10.4 + n * 1.3, 0.95 - 0.2 * n, -6.6), BRICK)
    for n in range(14):
        yield _block((-17 + n * 2.5, 0, 12.0), (-14.55 + n * 2.5, 2.0, 12.06), FENCE)


def _block(low: Spot, high: Spot, colour: Colour) -> Sequence[Face]:
    """The five sides of a block that may be seen, each in its own light."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    return (
        Face(((x0, y0, z1), (x1, y0, z1), (x1, y0, z0), (x0, y0, z0)), colour, 0.5),
        Face(((x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)), colour, 1.14),
        Face(((x0, y0, z1), (x0, y0, z0), (x0, y1, z0), (x0, y1, z1)), colour, 1.04),
        Face(((x1, y0, z0), (x1, y0, z1), (x1, y1, z1), (x1, y1, z0)), colour, 0.58),
        Face(((x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0)), colour, 0.82),
    )


def _face(draw: ImageDraw.ImageDraw, face: Face) -> None:
    seen = [_seen(*corner) for corner in face.corners]
    turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(seen, [*seen[1:], seen[0]], strict=True))
    if turned < 0:  # its front looks this way
        haze = min(0.3, face.away / 130)
        pairs = zip(face.colour, (204, 210, 210), strict=True)
        draw.polygon(seen, fill=tuple(int(min(255, own * face.light) * (1 - haze) + far * haze) for own, far in pairs))


def _scaffold(picture: Image.Image, floors: int) -> None:
    """Poles before the frame, planks, and the net that hides a part of it."""
    draw, top = ImageDraw.Draw(picture), floors * 3.4 + 1.2
    for n in range(10):
        _line(draw, (-7 + n * 1.55, 0, -6), (-7 + n * 1.55, top, -6), POLE)
    for level in range(1, int(top / 1.7) + 1):
        _line(draw, (-7.2, level * 1.7, -6), (7.2, level * 1.7, -6), PLANK)
    net = Image.new("L", (WIDE, HIGH))
    corners = ((1.0, 0.2), (7.1, 0.2), (7.1, top), (1.0, top))
    ImageDraw.Draw(net).polygon([_seen(x, y, -6.05) for x, y in corners], fill=136)
    picture.paste(NET, (0, 0), net)


def _line(draw: ImageDraw.ImageDraw, start: Spot, end: Spot, colour: Colour) -> None:
    width = round(0.06 * FOCUS / hypot(*_turned(*start)[::2]))
    draw.line([_seen(*start), _seen(*end)], fill=colour, width=max(1, width))


def _water(picture: Image.Image) -> None:
    """The river before the site, with what stands above in it."""
    bank = int(HIGH * 0.7)
    mirrored = picture.crop((0, 2 * bank - HIGH, WIDE, bank)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    tinted = Image.blend(mirrored, Image.new("RGB", mirrored.size, (92, 112, 104)), 0.5)
    ripples = Image.effect_noise((26, 110), 44).resize(tinted.size, Image.Resampling.BICUBIC)
    picture.paste(ImageChops.soft_light(_soft(tinted, 6), _soft(ripples, 2).convert("RGB")), (0, bank))
    stones = [(n * WIDE / 60, bank + (n * 37 % 11 - 5) * FINE) for n in range(61)]
    ImageDraw.Draw(picture).line(stones, fill=(112, 98, 76), width=12 * FINE, joint="curve")


def _night(picture: Image.Image) -> Image.Image:
    """The same in the dark, under two lamps."""
    dark = ImageEnhance.Color(ImageChops.multiply(picture, Image.new("RGB", picture.size, (38, 46, 72)))).enhance(0.7)
    lit = ImageChops.multiply(picture, Image.new("RGB", picture.size, (255, 222, 160)))
    glow = Image.new("L", picture.size)
    lamps = [_seen(x, 6.4, -6) for x in (-5.0, 4.0)]
    for across, up in lamps:
        around = (across - 560 * FINE, up - 200 * FINE, across + 560 * FINE, up + 420 * FINE)
        ImageDraw.Draw(glow).ellipse(around, fill=205)
    shone = Image.composite(lit, dark, _soft(glow, 110))
    lights = Image.new("L", picture.size)
    for across, up in lamps:
        ImageDraw.Draw(lights).ellipse([across - 9 * FINE, up - 7 * FINE, across + 9 * FINE, up + 7 * FINE], fill=255)
    for spread in (22, 5, 0):
        shone.paste((255, 247, 220), (0, 0), _soft(lights, spread))
    return shone


def _developed(picture: Image.Image) -> Image.Image:
    """Held not quite level, not quite sharp, darker at the corners, with the grain of the sensor."""
    held = picture.rotate(0.7, Image.Resampling.BILINEAR).crop(
        (WIDE // 40, HIGH // 40, WIDE - WIDE // 40, HIGH - HIGH // 40)
    )
    small = held.resize(SIZE, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.8))
    corners = ImageChops.invert(Image.radial_gradient("L").resize(SIZE)).point(lambda value: 170 + value * 85 // 255)
    shaded = ImageChops.multiply(small, corners.convert("RGB"))
    return ImageChops.overlay(shaded, Image.effect_noise(SIZE, 9).convert("RGB"))


def _stamp(picture: Image.Image, lines: Sequence[str]) -> None:
    draw = ImageDraw.Draw(picture)
    letters = ImageFont.truetype(str(folders(None)[-1] / "NotoSansSC-Regular.otf"), 26)
    for n, line in enumerate(reversed(lines), 1):
        draw.text(
            (28, SIZE[1] - 16 - 38 * n), line, font=letters, fill="white", stroke_width=2, stroke_fill=(20, 20, 20)
        )
