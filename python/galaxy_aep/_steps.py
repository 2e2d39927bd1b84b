"""The program's commands as functions, made from what the program says of itself."""

from __future__ import annotations

import difflib
import inspect
import json
import keyword
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from . import _program
from ._errors import GalaxyAEPError

#: What every command takes besides its own.
_COMMON = {
    "quiet": "Say only errors.",
    "verbose": "Say more: whole command lines, time and memory.",
    "overwrite": "Results may replace files that another command made.",
    "memory": "Gigabytes of memory that may be used; where they do not suffice, that is said and nothing is done.",
}
#: Those of them that are on or off.
_COMMON_FLAGS = ("quiet", "verbose", "overwrite")
#: Flags with which a command tells something instead of writing its files.
_TELLING = ("explain", "dry_run", "json")
#: Commands that do nothing else.
_TELLING_STEPS = ("info", "verify", "pipelines", "defaults")
#: What only makes sense on a command line.
_NOT_HERE = ("help", "version")


def program() -> str:
    """The path of the program that steps run.

    It is the one named by the environment variable GALAXY_AEP_PROGRAM, else the one in this package, else the one on
    PATH; GalaxyAEPError where there is none.
    """
    try:
        return _program.path()
    except FileNotFoundError as failure:
        raise GalaxyAEPError(str(failure)) from failure


def description() -> Dict[str, Any]:
    """What the program says of its commands; asked once for each build of it."""
    path = program()
    facts = os.stat(path)
    return _asked(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4)
def _asked(path: str, _changed: int, _size: int) -> Dict[str, Any]:
    done = subprocess.run([path, "--experimental-dump-help"], capture_output=True, text=True, encoding="utf-8")
    try:
        if done.returncode == 0:
            return json.loads(done.stdout)["command"]
    except (ValueError, KeyError):
        pass
    raise GalaxyAEPError(f"{path} does not describe its commands; is it galaxy-aep? {done.stderr.strip()}")


def _commands() -> Dict[str, Dict[str, Any]]:
    return {
        _name(command["commandName"]): command
        for command in description().get("subcommands", [])
        if command.get("shouldDisplay", True) and command["commandName"] != "help"
    }


def names() -> List[str]:
    """The steps there are; none where there is no program."""
    try:
        return list(_commands())
    except GalaxyAEPError:
        return []


@lru_cache(maxsize=None)
def _made(path: str, changed: int, name: str) -> Any:
    return _step(_commands()[name], ())


def step(name: str) -> Any:
    """The function of a command, or a group of them: `step("ingest")`, `step("plot").roc`."""
    try:
        path = program()
    except GalaxyAEPError as failure:
        raise AttributeError(f"module 'galaxy_aep' has no attribute {name!r}, and steps need the program: {failure}") from None
    known = _commands()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise AttributeError(f"module 'galaxy_aep' has no attribute {name!r}{hint}")
    return _made(path, os.stat(path).st_mtime_ns, name)


class Group:
    """Commands of one kind: `plot.roc`, `plot.map` and so on."""

    def __init__(self, command: Dict[str, Any], parents: Tuple[str, ...]) -> None:
        self.__name__ = _name(command["commandName"])
        line = (*parents, command["commandName"])
        self._usual = command.get("defaultSubcommand")
        self._made = {
            _name(part["commandName"]): _step(part, line)
            for part in command["subcommands"]
            if part.get("shouldDisplay", True) and part["commandName"] != "help"
        }
        lines = [command.get("abstract", ""), ""]
        lines += [f"{name}: {function.__doc__.splitlines()[0]}" for name, function in self._made.items()]
        self.__doc__ = "\n".join(lines)

    def __getattr__(self, name: str) -> Any:
        made = self.__dict__.get("_made", {})
        if name in made:
            return made[name]
        near = difflib.get_close_matches(name, made, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(made)}"
        raise AttributeError(f"{self.__dict__.get('__name__')} has no {name!r}{hint}")

    def __dir__(self) -> Iterable[str]:
        return list(self._made)

    def __repr__(self) -> str:
        return f"<galaxy_aep.{self.__name__}: {', '.join(self._made)}>"

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        if self._usual is None:
            raise TypeError(f"galaxy_aep.{self.__name__} is a group; call one of {', '.join(self._made)}")
        return self._made[_name(self._usual)](*arguments, **options)


class Parameter:
    """One argument or option of a command, and how Python gives it."""

    def __init__(self, told: Dict[str, Any]) -> None:
        spelled = [name["name"] for name in told.get("names", []) if name["kind"] == "long"]
        self.is_positional = told["kind"] == "positional"
        self.is_flag = told["kind"] == "flag"
        self.spelled = spelled[0] if spelled else told.get("valueName", "")
        preferred = told.get("preferredName", {})
        if preferred.get("kind") == "long":
            self.spelled = preferred["name"]
        self.name = _name(told["valueName"] if self.is_positional else self.spelled)
        self.other_names = [_name(name) for name in spelled if _name(name) != self.name]
        self.is_optional, self.is_repeating = told["isOptional"], told["isRepeating"]
        self.values = told.get("allValues") or told.get("completionKind", {}).get("list", {}).get("values")
        self.abstract = told.get("abstract", "")
        self.default = told.get("defaultValue")
        self.negative: Optional[str] = None

    def words(self, value: Any) -> List[str]:
        """The words of the command line that give this value."""
        if self.is_flag:
            if not isinstance(value, bool):
                raise TypeError(f"{self.name} is True or False, not {value!r}")
            if value:
                return [f"--{self.spelled}"]
            return [f"--{self.negative}"] if self.negative else []
        many = isinstance(value, (list, tuple, set)) or _is_array(value)
        if self.is_repeating:
            texts = [_text(part) for part in (value if many else [value])]
        elif many:
            texts = [",".join(_text(part) for part in value)]
        else:
            texts = [_bands(value) if self.name == "bands" else _text(value)]
        return texts if self.is_positional else [f"--{self.spelled}={text}" for text in texts]

    def signature(self) -> inspect.Parameter:
        """As Python shows it; an option that is not given is left to the program."""
        if self.is_positional:
            kind: Any = inspect.Parameter.POSITIONAL_OR_KEYWORD
            default: Any = None if self.is_optional else inspect.Parameter.empty
        else:
            kind, default = inspect.Parameter.KEYWORD_ONLY, self._shown()
            if not self.is_optional and not self.is_flag and not self.is_repeating:
                default = inspect.Parameter.empty
        hint: Any = bool if self.is_flag else Any
        return inspect.Parameter(self.name, kind, default=default, annotation=hint)

    def _shown(self) -> Any:
        if self.is_flag:
            return self.negative is not None and self.default == f"--{self.spelled}"
        for read in (int, float):
            try:
                return read(self.default) if self.default is not None else None
            except ValueError:
                continue
        return self.default

    def help(self) -> str:
        """For the docstring."""
        text = self.abstract
        if self.values and not all(value in text for value in self.values):
            text += f" ({', '.join(self.values)})"
        return text


def _parameters(command: Dict[str, Any]) -> List[Parameter]:
    made: List[Parameter] = []
    for told in command.get("arguments", []):
        parameter = Parameter(told)
        if not told.get("shouldDisplay", True) or parameter.name in _NOT_HERE:
            continue
        counterpart = next(
            (p for p in made if p.is_flag and parameter.is_flag and parameter.spelled == f"no-{p.spelled}"), None)
        if counterpart is not None:
            counterpart.negative = parameter.spelled
            continue
        made.append(parameter)
    made.sort(key=lambda parameter: not parameter.is_positional)
    return made


def _step(command: Dict[str, Any], parents: Tuple[str, ...]) -> Any:
    if any(part.get("shouldDisplay", True) and part["commandName"] != "help" for part in command.get("subcommands", [])):
        return Group(command, parents)
    return _function(command, (*parents, command["commandName"]))


def _function(command: Dict[str, Any], line: Tuple[str, ...]) -> Callable[..., Any]:
    parameters = _parameters(command)
    by_name = {parameter.name: parameter for parameter in parameters}
    others = {other: parameter.name for parameter in parameters for other in parameter.other_names}
    shown = [parameter.signature() for parameter in parameters]
    needs: List[inspect.Parameter] = [p for p in shown if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    # Python wants parameters with a default after those without.
    needs.sort(key=lambda p: p.default is not inspect.Parameter.empty)
    options = [p for p in shown if p.kind is inspect.Parameter.KEYWORD_ONLY]
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=bool)
        if name in _COMMON_FLAGS
        else inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Any)
        for name in _COMMON if name not in by_name
    ]
    signature = inspect.Signature(needs + options + common)
    common_names = {parameter.name for parameter in common}

    def function(*arguments: Any, **given: Any) -> Any:
        given = {others.get(name, name): value for name, value in given.items()}
        try:
            bound = signature.bind(*arguments, **given)
        except TypeError as failure:
            unknown = [name for name in given if name not in signature.parameters]
            near = difflib.get_close_matches(unknown[0], signature.parameters, 1) if unknown else []
            hint = f"; did you mean {near[0]}?" if near else ""
            raise TypeError(f"{function.__name__}: {failure}{hint}") from None
        # Options first: what stands behind -- is never taken for one.
        values: Dict[str, Any] = bound.arguments
        words = [f"--{name}" for name in _COMMON_FLAGS if name in common_names and values.get(name)]
        if "memory" in common_names and values.get("memory") is not None:
            words.append(f"--memory={_text(values['memory'])}")
        places: List[str] = []
        for name, value in values.items():
            if name in common_names or value is None:
                continue
            (places if by_name[name].is_positional else words).extend(by_name[name].words(value))
        tells = any(values.get(name) is True for name in _TELLING) or line[-1] in _TELLING_STEPS
        said = run(
            [*line, *words, *(["--", *places] if places else [])], quiet=bool(values.get("quiet")), echo=not tells)
        return _result(by_name, values, said, tells)

    function.__name__ = _name(line[-1])
    function.__qualname__ = ".".join(_name(word) for word in line)
    function.__module__ = "galaxy_aep"
    function.__signature__ = signature  # type: ignore[attr-defined]
    function.__doc__ = _doc(command, parameters, common_names)
    return function


def _doc(command: Dict[str, Any], parameters: List[Parameter], common: Iterable[str]) -> str:
    lines = [command.get("abstract", "").strip(), ""]
    if command.get("discussion"):
        lines += [command["discussion"].strip(), ""]
    lines += ["Parameters", "----------"]
    for parameter in parameters:
        lines += [f"{parameter.name}:", f"    {parameter.help()}"]
    for name in _COMMON:
        if name in common:
            lines += [f"{name}:", f"    {_COMMON[name]}"]
    lines += [
        "", "Returns", "-------",
        "What was written, as `galaxy_aep.open` opens it: cutouts, a table, a model, an evaluation, else the path. What a",
        "command only tells comes back as text, or as data where `json=True`.",
    ]
    return "\n".join(lines)


def _result(by_name: Dict[str, Parameter], values: Dict[str, Any], said: str, tells: bool) -> Any:
    if tells:
        try:
            return json.loads(said) if values.get("json") is True else said
        except ValueError:
            return said
    out = values.get("out", by_name["out"].default if "out" in by_name else None)
    if "runs_dir" in by_name and "pipeline" in values:
        return Path(values.get("runs_dir") or by_name["runs_dir"].default or "runs") / Path(str(values["pipeline"])).stem
    if out is None:
        # Where a command finds a name by itself, it says which.
        written = [line.split(None, 1)[1] for line in said.splitlines() if line.startswith("written  ")]
        out = written[0] if len(written) == 1 else None
    if out is None or str(out) == "-":
        return said
    from ._opening import open as opened

    return opened(out) if os.path.exists(out) else Path(out)


def run(arguments: List[str], *, quiet: bool = False, echo: bool = True) -> str:
    """Runs the program and returns what it said on standard output; GalaxyAEPError with its sentence where it fails.

    What it says is passed on to `sys.stderr` as it comes, so that a notebook shows it; `quiet` keeps it back, and
    without `echo` what it says on standard output is only returned. An error is not shown: it is raised.
    KeyboardInterrupt reaches the program, which stores what it has and stops.
    """
    command = [program(), *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        errors="replace", start_new_session=True)
    said: Dict[str, List[str]] = {"stdout": [], "stderr": []}
    # Read in threads of their own, and written out here: a notebook shows what its own thread writes.
    lines: "queue.Queue[Optional[str]]" = queue.Queue()

    def read(name: str, stream: Any) -> None:
        for line in stream:
            failed = bool(said["stderr"]) and any(_is_error(told) for told in said["stderr"])
            said[name].append(line)
            shown = echo if name == "stdout" else not failed and not _is_error(line)
            if shown and not quiet:
                lines.put(line)
        lines.put(None)

    threads = [
        threading.Thread(target=read, args=(name, getattr(process, name)), daemon=True) for name in ("stdout", "stderr")]
    for thread in threads:
        thread.start()
    interrupted = False
    open_streams = 2
    while open_streams:
        try:
            line = lines.get()
        except KeyboardInterrupt:
            interrupted = True
            process.send_signal(signal.SIGINT)
            continue
        if line is None:
            open_streams -= 1
        else:
            sys.stderr.write(line)
            sys.stderr.flush()
    code = process.wait()
    for thread, stream in zip(threads, (process.stdout, process.stderr)):
        thread.join()
        if stream is not None:
            stream.close()
    if interrupted:
        raise KeyboardInterrupt
    if code != 0:
        raise GalaxyAEPError(_sentence(said["stderr"], code), command=command, exit_code=code)
    return "".join(said["stdout"])


def _is_error(line: str) -> bool:
    return line.startswith(("Error: ", "error: "))


def _sentence(lines: List[str], code: int) -> str:
    """What the program gave as the reason, without the hints on usage that follow it.

    >>> _sentence(["epoch 1/2", "Error: cannot do it; try again", "  See 'galaxy-aep pretrain --help'."], 1)
    'cannot do it; try again'
    """
    text = [line.strip() for line in lines]
    starts = [number for number, line in enumerate(text) if _is_error(line)]
    if not starts:
        return text[-1] if text else f"galaxy-aep ended with code {code} and said nothing"
    sentence = [text[starts[-1]].split(":", 1)[1].strip()]
    for line in text[starts[-1] + 1:]:
        if not line or line.startswith(("See ", "Usage:", "Help:")):
            break
        sentence.append(line)
    return " ".join(sentence)


def _name(text: str) -> str:
    name = re.sub(r"\W+", "_", text).strip("_")
    return name + "_" if keyword.iskeyword(name) else name


def _is_array(value: Any) -> bool:
    return hasattr(value, "__array__") and not hasattr(value, "path") and getattr(value, "ndim", 0) == 1


def _bands(value: Any) -> str:
    """`ugriz` as `u,g,r,i,z`."""
    text = _text(value)
    plain = len(text) > 1 and set(text) <= set("ugrizy") and len(set(text)) == len(text)
    return ",".join(text) if plain else text


def _text(value: Any) -> str:
    """A value as a word of a command line: a path for what was read from one.

    >>> _text(0.25), _text(Path("a/b")), _text(3)
    ('0.25', 'a/b', '3')
    """
    meta = getattr(value, "meta", None)
    if isinstance(meta, dict) and "PATH" in meta:
        return str(meta["PATH"])
    path = getattr(value, "path", None)
    if path is not None and not isinstance(value, (str, os.PathLike)):
        return str(path)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "colnames") or hasattr(value, "tensors"):
        raise TypeError("this was not read from a file; write it first and give its path")
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)
