"""Steps as functions: what they take is what the program takes."""

import inspect
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import galaxy_aep as ga
from galaxy_aep import _steps


def test_every_command_is_there_with_its_options():
    told = _steps.description()
    seen = 0
    for command in told["subcommands"]:
        if not command.get("shouldDisplay", True) or command["commandName"] == "help":
            continue
        made = getattr(ga, command["commandName"].replace("-", "_"))
        parts = [p for p in command.get("subcommands", []) if p["commandName"] != "help"]
        for part in parts or [command]:
            function = getattr(made, part["commandName"].replace("-", "_")) if parts else made
            taken = inspect.signature(function).parameters
            for argument in part["arguments"]:
                names = [name["name"].replace("-", "_") for name in argument.get("names", [])] or [argument["valueName"]]
                if not argument["shouldDisplay"] or "help" in names or "version" in names:
                    continue
                assert any(n in taken or f"{n}_" in taken for n in names) or names[0].startswith("no_"), (function, names)
                assert argument["abstract"].split("(")[0].strip()[:40] in function.__doc__
            assert set(_steps._COMMON) <= set(taken) and function.__doc__.startswith(part["abstract"])
            seen += 1
    assert seen > 40 and "ingest" in dir(ga) and "roc" in dir(ga.plot)


def test_what_every_command_takes_is_what_the_program_says():
    """Its common options are no part of the commands' own descriptions; they stand in the program's."""
    told = _steps.description()["discussion"].split("Every command also takes")[1].split("\n\n")[0]
    assert set(re.findall(r"--(\w+)", told)) == set(_steps._COMMON)
    assert set(re.findall(r"--(\w+) [A-Z]+\b", told)) == set(_steps._COMMON) - set(_steps._COMMON_FLAGS)


def test_a_signature():
    taken = inspect.signature(ga.encode).parameters
    assert list(taken)[:2] == ["model", "cutouts"]
    assert taken["model"].default is inspect.Parameter.empty and taken["out"].default == "codes.fits"
    assert taken["symmetries"].default is True and "no_symmetries" not in taken and taken["directions"].default is False
    assert taken["out"].kind is inspect.Parameter.KEYWORD_ONLY
    help(ga.encode)


@pytest.mark.parametrize("name, arguments, options, words", [
    ("ingest", ["frames"], {"bands": "ugriz"}, ["--bands=u,g,r,i,z", "--", "frames"]),
    ("ingest", [["a.fits", "-b.fits"]], {"bands": ["g", "r"], "ready_made": True}, ["--ready-made", "--bands=g,r", "--", "a.fits", "-b.fits"]),
    ("ingest", ["frames"], {"bands": "g=*_g.fits,r=*_r.fits", "fill": -1.0}, ["--bands=g=*_g.fits,r=*_r.fits", "--fill=-1", "--", "frames"]),
    ("ingest", ["frames"], {"reference_band": "r", "catalog": None}, ["--reference-band=r", "--", "frames"]),
    ("encode", ["m", "c"], {"symmetries": False, "directions": False}, ["--no-symmetries", "--", "m", "c"]),
    ("classify", ["c.fits"], {"injected": ["a.fits", "b.fits"]}, ["--injected=a.fits", "--injected=b.fits", "--", "c.fits"]),
    ("pretrain", ["c"], {"learning_rate": 5e-4, "overwrite": True}, ["--overwrite", "--learning-rate=0.0005", "--", "c"]),
    ("encode", ["m", "c"], {"memory": 2.5, "verbose": False}, ["--memory=2.5", "--", "m", "c"]),
])
def test_words_of_the_command_line(monkeypatch, tmp_path, name, arguments, options, words):
    lines = []
    monkeypatch.setattr(_steps, "run", lambda line, **_: lines.append(line) or "")
    monkeypatch.chdir(tmp_path)
    getattr(ga, name)(*arguments, **options)
    assert lines == [[name, *words]]


def test_what_was_read_from_a_file_stands_for_it(survey, cutouts):
    for value, path in [(cutouts, survey.cutouts), (ga.Codes(survey.codes), survey.codes), (ga.Model(survey.model), survey.model)]:
        assert _steps._text(value) == str(path)


def test_results_and_what_is_said(survey, tmp_path, capfd):
    codes = ga.encode(ga.Model(survey.model), ga.Cutouts(survey.cutouts), out=tmp_path / "c.fits")
    out, err = capfd.readouterr()
    assert isinstance(codes, ga.Codes) and out == "" and err.splitlines() == [
        f"codes    85 × 30 of model {codes.meta['MODELID']}", f"written  {tmp_path / 'c.fits'}"]
    figure = ga.plot.sizes(ga.Scores(survey.scores), out=tmp_path / "sizes.png", quiet=True)
    assert figure == tmp_path / "sizes.png" and figure.read_bytes()[1:4] == b"PNG"
    assert ga.info(codes, json=True)[0]["kind"].startswith("a table of codes")
    assert "CODES, table, 85 rows" in ga.info(codes)
    assert "100001-1-0011" in ga.ingest(survey.frames, explain=True)
    assert ga.evaluate(survey.scores, catalog=survey.frames / "truth.csv", out=tmp_path / "e.json", json=True)["stars"] > 0
    assert capfd.readouterr().out == ""


def test_a_first_run_is_two_calls(survey, tmp_path, monkeypatch):
    """`init` finds frames and labels, and what it writes runs to its end; one epoch, for time."""
    monkeypatch.chdir(tmp_path)
    pipeline = ga.init(survey.frames)
    assert pipeline == Path("frames.yaml") and "catalog: " in pipeline.read_text()
    made = ga.run(pipeline, set="pretrain.epochs=1", quiet=True)
    assert made == Path("runs/frames") and (made / "report.html").stat().st_size > 100_000
    assert np.isfinite(ga.Scores(made / "scores.fits").score).all()
    assert ga.open(made / "evaluation.json").auc > 0.5


def test_errors_are_the_programs_sentence(survey, tmp_path, capfd):
    with pytest.raises(ga.GalaxyAEPError) as told:
        ga.pretrain(survey.cutouts, out=tmp_path / "m.safetensors", epochs=-3)
    assert str(told.value) == "cannot train with the epochs -3: it must be at least 1 and at most 1000000"
    assert told.value.exit_code == 64 and "--epochs=-3" in told.value.command
    with pytest.raises(ga.GalaxyAEPError) as told:
        ga.ingest(tmp_path / "nothing", out=tmp_path / "c")
    assert str(told.value) == f"cannot find {tmp_path / 'nothing'}; check the name" and told.value.exit_code == 1
    assert capfd.readouterr().err == ""


def test_mistakes_are_told_before_anything_runs(survey):
    for do, kind, words in [
        (lambda: ga.pretrain("c", epoch=3), TypeError, "unexpected keyword argument 'epoch'; did you mean epochs?"),
        (lambda: ga.encode(), TypeError, "encode: missing a required argument: 'model'"),
        (lambda: ga.encode("m", "c", symmetries=1), TypeError, "symmetries is True or False, not 1"),
        (lambda: ga.incest, AttributeError, "did you mean ingest?"),
        (lambda: ga.plot.rok, AttributeError, "plot has no 'rok'; did you mean roc?"),
        (lambda: ga.teach(), TypeError, "galaxy_aep.teach is a group; call one of probe, classify"),
        (lambda: ga.info(ga.Codes(survey.codes)[["ID"]].as_array()), Exception, ""),
    ]:
        with pytest.raises(kind) as told:
            do()
        assert words in str(told.value)


def test_without_the_program(monkeypatch, survey):
    monkeypatch.setenv("GALAXY_AEP_PROGRAM", "/nowhere/galaxy-aep")
    with pytest.raises(ga.GalaxyAEPError, match="GALAXY_AEP_PROGRAM is /nowhere/galaxy-aep, which is no program"):
        ga.program()
    with pytest.raises(AttributeError, match="steps need the program: "):
        ga.ingest
    assert len(ga.Codes(survey.codes)) == 85


def test_importing_is_light():
    line = "import sys, galaxy_aep; print([m for m in ('numpy', 'astropy', 'torch') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.skipif(signal.getsignal(signal.SIGINT) == signal.SIG_IGN, reason="started where interrupts are ignored")
def test_an_interrupt_reaches_the_program(survey, tmp_path):
    """A training that is interrupted stores a checkpoint, and the same call with `resume` goes on."""
    out = tmp_path / "m.safetensors"
    script = (
        "import galaxy_aep as ga\n"
        f"ga.pretrain({str(survey.cutouts)!r}, out={str(out)!r}, epochs=2000, batch_size=16, crop=16, stretch='peak')\n")
    process = subprocess.Popen([sys.executable, "-u", "-c", script], stderr=subprocess.PIPE, text=True)
    said = []
    started = threading.Event()

    def read():
        for line in process.stderr:
            said.append(line)
            if line.startswith("epoch"):
                started.set()

    reader = threading.Thread(target=read)
    reader.start()
    assert started.wait(60)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) != 0
    reader.join()
    process.stderr.close()
    assert "KeyboardInterrupt" in "".join(said) and not out.exists()
    assert [path for path in tmp_path.iterdir() if "checkpoint" in path.name or path.suffix != ".csv"]
