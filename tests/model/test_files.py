from pathlib import Path

import pytest

from model import files
from model.catalog import catalog
from model.errors import InputError
from model.paths import replaced

NAMED = {
    "colossus-100k",
    "colossus-200k",
    "colossus-230k",
    "colossus-2",
    "tesla-to-x",
    "meta-24k",
    "llama3-16k",
    "abilene",
    "greenfield-100k",
    "blank",
}


def test_the_named_presets_are_there() -> None:
    assert set(catalog().presets) >= NAMED


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_scenario_survives_its_file(name: str, tmp_path: Path) -> None:
    scenario = files.preset(name)
    path = tmp_path / "mine.toml"
    files.save(scenario, path)
    assert files.load(path) == scenario
    assert files.open_scenario(str(path)) == scenario


@pytest.mark.parametrize("name", sorted(NAMED))
def test_presets_cite_known_sources(name: str) -> None:
    scenario = files.preset(name)
    cited = set(scenario.sources) | {event.src for event in scenario.events}
    cited |= {step.src for site in scenario.sites for step in site.supply}
    assert cited - {""} <= set(catalog().sources)


GOOD = files.dumps(files.preset("colossus-100k"))


@pytest.mark.parametrize(
    ("old", "new", "key", "told"),
    [
        ("count = 100000", "count = -5", "shipments.0.count", "Nearest allowed: 0."),
        ("count = 100000", 'count = "lots"', "shipments.0.count", "Expected `int`"),
        ("count = 100000", "", "shipments.0", "missing required field `count`"),
        ("count = 100000", "count = 100000\ncolour = 1", "shipments.0", "unknown field `colour`"),
        ('place = "memphis"', 'place = "menphis"', "sites.0.place", "Did you mean memphis?"),
        ('site = "memphis"', 'site = "elsewhere"', "shipments.0.site", "allowed are memphis"),
        ("start = 2024-05-03", "start = 9999-12-31", "sites.0.start", "2000-01-01 to 2100-12-31"),
        ("schema = 1", "schema = 99", "schema", "this version reads 1 to 1"),
        ("schema = 1", "", "schema", "Write schema = 1"),
        ("schema = 1", "schema = = 1", "broken.toml", "line"),
        ("mode = 0.0", "mode = 900.0", "beliefs.delivery_slip", "Nearest allowed: 365"),
    ],
)
def test_a_broken_file_names_the_key(old: str, new: str, key: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        files.loads(GOOD.replace(old, new, 1), "broken.toml")
    assert caught.value.key.startswith(key)
    assert told in str(caught.value)


def test_missing_and_unreadable_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        files.load(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="can't be read"):
        files.load(tmp_path / "binary.toml")
    with pytest.raises(InputError, match="Did you mean colossus"):
        files.open_scenario("colosus-100k")


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    scenario = files.preset("colossus-100k")
    files.save(scenario, path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(InputError, match="No space left"):
        files.save(replaced(scenario, "shipments.0.count", 5), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path], "no temporary file is left behind"
