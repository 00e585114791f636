"""What is in deploy/ is held against the programs that will read it, as far as they run without containers.

What this machine lacks is skipped with its name: it is then not checked here, and that is to be seen.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = ["kontroll-web.service", "kontroll-worker.service", "kontroll-backup.service"]
#: Of systemd's scale from 0 (safe) to 10; what is left is the network and its own root folder.
MOST_EXPOSED = 1.5
CERTIFICATE = Path(__file__).parents[1] / "channels" / "localhost.pem"


def program(name: str) -> str:
    """Its path, beside this Python or on the machine; the test is skipped where it is not there."""
    found = shutil.which(
        name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin"])
    )
    if found is None:
        pytest.skip(f"{name} is not on this machine: not checked here")
    return found


def said(*command: str, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=180, **more)


# --- the image --------------------------------------------------------------------------------------------------------


def test_the_containerfile_has_nothing_that_hadolint_objects_to():
    done = said(program("hadolint"), str(DEPLOY / "Containerfile"))

    assert 0 == done.returncode, done.stdout + done.stderr


def test_hadolint_objects_to_a_planted_fault(tmp_path: Path):
    spoiled = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("USER 10001:10001", "USER root")
    (tmp_path / "Containerfile").write_text(spoiled, encoding="utf-8")

    assert 0 != said(program("hadolint"), str(tmp_path / "Containerfile")).returncode


def test_the_image_runs_as_nobody_in_particular_and_says_how_it_is_watched():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    last = text[text.index(" AS run") :]

    assert re.search(r"^USER \d+:\d+$", last, flags=re.MULTILINE)
    assert "/helse/live" in last
    assert "HEALTHCHECK" in last
    assert "gcc" not in last


def test_what_the_image_is_made_of_is_there():
    copied = re.findall(
        r"^COPY (?!--from)(.*) \S+$", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
    kept = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8")

    files = [name for line in copied for name in line.split()]
    assert not [name for name in files if not (DEPLOY.parent / name).exists()]
    assert not [name for name in files if f"!{name.split('/')[0]}" not in kept]


# --- compose ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compose() -> dict:
    return YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_compose_is_of_the_published_schema(tmp_path: Path):
    done = said(program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml"))

    assert 0 == done.returncode, done.stdout + done.stderr


def test_compose_can_be_read_by_an_engine(tmp_path: Path):
    docker = program("docker")
    if said(docker, "compose", "version").returncode != 0:
        pytest.skip("docker has no compose on this machine: not checked here")
    done = said(
        docker, "compose", "--file", str(DEPLOY / "compose.yaml"), "--env-file", str(filled(tmp_path)), "config", "-q"
    )

    assert 0 == done.returncode, done.stderr


def filled(folder: Path) -> Path:
    example = (DEPLOY / "compose.env.example").read_text(encoding="utf-8")
    (folder / "env").write_text(re.sub(r"PASSWORD=$", "PASSWORD=x", example, flags=re.MULTILINE), encoding="utf-8")
    return folder / "env"


def test_every_variable_that_compose_demands_stands_in_the_example(compose: dict):
    demanded = set(re.findall(r"\$\{(\w+):\?", json.dumps(compose)))
    given = set(re.findall(r"^(\w+)=", (DEPLOY / "compose.env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert demanded
    assert demanded <= given


def test_compose_gives_kontroll_only_settings_that_it_has(compose: dict):
    from kontroll.settings import PREFIX, keys

    known = {PREFIX + key.upper() for key in keys()}
    given = {name for service in compose["services"].values() for name in service.get("environment", {})}

    assert not {name for name in given if name.startswith(PREFIX)} - known


@pytest.mark.parametrize("name", ["klargjor", "web", "arbeider"])
def test_kontroll_runs_with_a_root_it_cannot_write_and_no_capabilities(compose: dict, name: str):
    service = compose["services"][name]

    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_nothing_is_offered_beyond_this_machine(compose: dict):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert compose["networks"]["inne"]["internal"]
    assert ["inne"] == compose["services"]["database"]["networks"]


# --- systemd ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_systemd_reads_the_unit_without_a_word(name: str, tmp_path: Path):
    analyze = program("systemd-analyze")
    # Whether kontroll is installed is not what is asked.
    text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8").replace("/opt/kontroll/bin/kontroll", "/bin/true")
    (tmp_path / name).write_text(text, encoding="utf-8")

    done = said(analyze, "verify", "--man=no", str(tmp_path / name))

    assert (0, "") == (done.returncode, done.stderr.strip())


def test_systemd_has_words_for_a_planted_fault(tmp_path: Path):
    analyze = program("systemd-analyze")
    text = (
        (DEPLOY / "systemd" / SERVICES[0])
        .read_text(encoding="utf-8")
        .replace("/opt/kontroll/bin/kontroll", "/bin/true")
    )
    (tmp_path / SERVICES[0]).write_text(text.replace("ProtectHome=yes", "ProtectHouse=yes"), encoding="utf-8")

    assert "ProtectHouse" in said(analyze, "verify", "--man=no", str(tmp_path / SERVICES[0])).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_the_unit_is_little_exposed(name: str):
    done = said(program("systemd-analyze"), "security", "--offline=yes", "--no-pager", str(DEPLOY / "systemd" / name))

    (level,) = re.findall(r"Overall exposure level for \S+: (\d+\.\d+)", done.stdout)
    assert float(level) <= MOST_EXPOSED, done.stdout


def test_the_backup_is_never_taken_in_the_hour_that_comes_twice_or_not_at_all():
    analyze = program("systemd-analyze")
    timer = (DEPLOY / "systemd" / "kontroll-backup.timer").read_text(encoding="utf-8")
    (when,) = re.findall(r"^OnCalendar=(.*)$", timer, flags=re.MULTILINE)

    assert 0 == said(analyze, "calendar", when).returncode
    assert 4 <= int(when.split()[1][:2]) <= 22


def test_the_units_start_commands_that_kontroll_has():
    from typer.main import get_command

    from kontroll.cli.main import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    texts = [(DEPLOY / "systemd" / name).read_text(encoding="utf-8") for name in SERVICES]
    started = [
        word for text in texts for word in re.findall(r"^ExecStart=\S+/kontroll (\w+)", text, flags=re.MULTILINE)
    ]

    assert ["tjener", "arbeider", "sikkerhetskopi"] == started
    assert set(started) <= known


# --- proxies ----------------------------------------------------------------------------------------------------------


def test_nginx_reads_its_sample(tmp_path: Path):
    nginx = program("nginx")
    sample = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    here = (
        re.sub(r"/etc/ssl/kontroll/\w+\.pem", str(CERTIFICATE), sample)
        .replace("/var/log/nginx", str(tmp_path))
        .replace("listen 80", "listen 127.0.0.1:18080")
        .replace("listen 443", "listen 127.0.0.1:18443")
    )
    here = re.sub(r"^ *listen \[::\].*\n", "", here, flags=re.MULTILINE)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{\n{here}\n}}\n", encoding="utf-8"
    )

    done = said(nginx, "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"))

    assert 0 == done.returncode, done.stderr
    assert "[warn]" not in done.stderr


def test_caddy_reads_its_sample(tmp_path: Path):
    caddy = program("caddy")
    sample = (DEPLOY / "proxy" / "Caddyfile").read_text(encoding="utf-8").replace("/var/log/caddy", str(tmp_path))
    (tmp_path / "Caddyfile").write_text(sample, encoding="utf-8")

    done = said(
        caddy, "validate", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile",
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
    )  # fmt: skip

    assert 0 == done.returncode, done.stderr


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_no_proxy_hands_metrics_out_or_believes_who_the_client_says_it_is(name: str):
    text = (DEPLOY / "proxy" / name).read_text(encoding="utf-8")
    code = re.sub(r"#.*", "", text)

    assert "/metrikk" in code
    assert "X-Forwarded-For" in code
    assert "$proxy_add_x_forwarded_for" not in code
    assert "X-Request-ID" in code


# --- scripts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.sh")), ids=lambda path: path.name)
def test_a_script_can_be_read_by_its_shell_and_be_run(path: Path):
    shell = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()[-1]

    assert 0 == said(program(Path(shell).name), "-n", str(path)).returncode
    assert os.access(path, os.X_OK)


# --- the sandbox ------------------------------------------------------------------------------------------------------

#: What MemoryDenyWriteExecute asks of the kernel: no memory that was written may be run.
_DENIED = """
import ctypes, os, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""
#: Everything that brings machine code of its own into the process.
_LOADED = "import argon2, cffi, duckdb, durable.lang, lxml.etree, polars, psycopg; print(polars.Series([1, 2]).sum())"


def in_sandbox(**environment: str) -> subprocess.CompletedProcess[str]:
    done = said(
        sys.executable, "-c", _DENIED, sys.executable, "-c", _LOADED,
        env={"PATH": os.environ["PATH"], **environment},
    )  # fmt: skip
    if done.returncode == 77:
        pytest.skip("this kernel has no PR_SET_MDWE: not checked here")
    return done


@pytest.mark.parametrize("name", SERVICES)
def test_what_kontroll_is_made_of_runs_where_written_memory_may_not(name: str):
    text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
    words = " ".join(re.findall(r"^Environment=(.*)$", text, flags=re.MULTILINE)).split()

    done = in_sandbox(**dict(word.split("=", 1) for word in words))

    assert "MemoryDenyWriteExecute=yes" in text
    assert "3" == done.stdout.strip(), done.stderr


def test_without_what_the_units_say_polars_does_not_start_there():
    """Or the words in the units have lost their reason."""
    assert "mprotect" in in_sandbox().stderr
