"""Photographs: what the camera writes on them, and that they show something."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageStat

from xiezhi.demo.photographs import EXIF_DETAILS, EXPOSED, SIZE, Scene, photograph

AT = datetime(2021, 9, 29, 1, 5, 7, tzinfo=UTC)
SCENES = [Scene(), Scene(floors=2), Scene(beside_water=True), Scene(floors=3, by_night=True)]


def taken(scene: Scene, *stamp: str) -> Image.Image:
    return Image.open(io.BytesIO(photograph(scene, stamp, AT)))


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_a_picture_is_a_jpeg_of_a_camera_with_the_moment_in_it(scene: Scene) -> None:
    picture = taken(scene)
    assert (picture.format, picture.size) == ("JPEG", SIZE)
    assert picture.getexif().get_ifd(EXIF_DETAILS)[EXPOSED] == "2021:09:29 09:05:07"
    assert all(spread > 15 for spread in ImageStat.Stat(picture).stddev), "more than one plain colour"


def test_a_night_is_dark_and_water_lies_before_what_is_beside_it() -> None:
    day, night, water = taken(Scene()), taken(Scene(by_night=True)), taken(Scene(beside_water=True))
    assert sum(ImageStat.Stat(night).mean) < 0.5 * sum(ImageStat.Stat(day).mean)
    near = (0, int(SIZE[1] * 0.92), SIZE[0], SIZE[1])
    red, _, blue = ImageStat.Stat(day.crop(near)).mean
    wet_red, _, wet_blue = ImageStat.Stat(water.crop(near)).mean
    assert red - blue > 20 > wet_red - wet_blue


def test_the_stamp_stands_in_the_corner() -> None:
    corner = (0, int(SIZE[1] * 0.85), SIZE[0] // 2, SIZE[1])
    plain, stamped = (taken(Scene(), *lines).crop(corner) for lines in ((), ("城东工业区12号", "取证")))
    white = [sum(value > 240 for value in picture.convert("L").tobytes()) for picture in (plain, stamped)]
    assert white[1] > 1.5 * white[0]
