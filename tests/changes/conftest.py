import pytest

from tests.changes.scene import Scene, set_up


@pytest.fixture
def scene(make) -> Scene:
    return set_up(make)
