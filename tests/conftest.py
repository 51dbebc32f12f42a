"""What all tests share: no network, the fixture texts with their gold, the seeds where they are present."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

import biasscore as bs

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ci")

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


class FixtureText(NamedTuple):
    """A text written for this project, and what is known of it."""

    id: str
    path: Path
    text: str
    gold: dict[str, Any]


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing that is tested may talk to another machine."""
    patch = pytest.MonkeyPatch()

    def guard(name: str) -> None:
        original = getattr(socket.socket, name)

        def refuse(self: socket.socket, *arguments: Any) -> Any:
            if self.family == getattr(socket, "AF_UNIX", None):  # how processes of one machine talk
                return original(self, *arguments)
            raise AssertionError(f"the library must not use the network: socket.{name}{arguments}")

        patch.setattr(socket.socket, name, refuse)

    guard("connect")
    guard("connect_ex")
    yield
    patch.undo()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> tuple[FixtureText, ...]:
    """All fixture texts with their gold."""
    return tuple(
        FixtureText(
            path.relative_to(ROOT / "fixtures").with_suffix("").as_posix(),
            path,
            path.read_text("utf-8"),
            tomllib.loads(path.with_suffix(".toml").read_text("utf-8")),
        )
        for path in sorted((ROOT / "fixtures").glob("*/*/*.txt"))
    )


@pytest.fixture(scope="session")
def profiles(corpus: tuple[FixtureText, ...]) -> dict[str, bs.Profile]:
    """A profile of every fixture text, each scored by itself."""
    scorer = bs.Scorer()
    return {item.id: scorer.score(item.text, id=item.id, title=item.gold["title"]) for item in corpus}


@pytest.fixture(scope="session")
def seeds() -> dict[str, str]:
    """The seed texts by the number their file name begins with."""
    paths = sorted(SEEDS.glob("*.txt"))
    if not paths:
        pytest.skip(f"the seed texts are not part of the repository and not found at {SEEDS}")
    return {path.name.split("_")[0]: path.read_text("utf-8") for path in paths}
