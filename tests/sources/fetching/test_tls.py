"""Certificates are checked, by name and authority, on the very connection whose address was checked; all on loopback."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vigie.checks.mailbox import Folder, Mailbox
from vigie.checks.mutations import KINDS
from vigie.checks.rounds import Rounds, feed, source
from vigie.checks.server import Asked, LocalServer, Reply
from vigie.errors import ConfigError
from vigie.model import Auth, SourceKind
from vigie.sources.fetching.guard import Guard, is_public
from vigie.sources.fetching.trust import trusting

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime.now(dt.UTC)
"""Of the certificates only, which OpenSSL holds against the machine's own clock."""


class Authority:
    """One that signs itself, and certificates for names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of a test")])
        self._certificate = self._signed(self._name, self._key, [x509.BasicConstraints(ca=True, path_length=0)])
        self.path = folder / "authority.pem"
        self.path.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def _signed(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, extensions: list[x509.ExtensionType], ended: bool = False
    ) -> x509.Certificate:
        until = NOW - dt.timedelta(days=1) if ended else NOW + dt.timedelta(days=2)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(NOW - dt.timedelta(days=3)).not_valid_after(until)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(self._key, hashes.SHA256())

    def server(self, *names: str, ended: bool = False) -> ssl.SSLContext:
        """What a server of these names shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        addresses = [x509.IPAddress(ipaddress.ip_address(name)) for name in names if name[0].isdigit()]
        hosts = [x509.DNSName(name) for name in names if not name[0].isdigit()]
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a server")])
        certificate = self._signed(subject, key, [x509.SubjectAlternativeName([*hosts, *addresses])], ended)
        path = self._folder / f"{names[0]}-{ended}.pem"
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def guard(names: dict[str, list[str]]) -> Guard:
    """A resolver of these names; of this machine's addresses 127.0.0.1 stands for one of the internet."""

    async def resolve(host: str, _port: int) -> list[str]:
        if host not in names:
            raise OSError(f"no address for {host}")
        return names[host]

    return Guard(resolve=resolve, allows=lambda address: address == "127.0.0.1" or is_public(address))


def give(asked: Asked) -> Reply:
    return Reply(404) if asked.path == "/robots.txt" else Reply(body=feed([("A", "/a")]), media_type="application/rss+xml")


def visit(rounds: Rounds, server: LocalServer, host: str = "news.example") -> None:
    rounds.go([source("test", server.url("/feed", host), allow_private=False, text="feed")])


def test_a_name_is_asked_at_its_checked_address_and_its_certificate_held_against_the_name(authority: Authority) -> None:
    rounds = Rounds(certificates=authority.path, guard=guard({"news.example": ["127.0.0.1"]}))
    with LocalServer(give, tls=authority.server("news.example")) as server:
        visit(rounds, server)
        assert server.asked["news.example", "/feed"] == 1
    assert (rounds.steps[0].outcome, rounds.steps[0].documents) == ("new", 1)


@pytest.mark.parametrize(
    ("names", "ended", "trusted"),
    [
        (["other.example"], False, True),
        (["127.0.0.1"], False, True),
        (["news.example"], True, True),
        (["news.example"], False, False),
    ],
    ids=["another name", "the address alone", "ended yesterday", "unknown authority"],
)
def test_a_certificate_that_does_not_hold_ends_the_visit(
    authority: Authority, names: list[str], ended: bool, trusted: bool
) -> None:
    rounds = Rounds(certificates=authority.path if trusted else None, guard=guard({"news.example": ["127.0.0.1"]}))
    with LocalServer(give, tls=authority.server(*names, ended=ended)) as server:
        visit(rounds, server)
        assert sum(server.asked.values()) == 0
    assert rounds.steps[0].fault == "connection"
    assert "certificate" in rounds.steps[0].reason.lower()


def test_a_redirect_to_a_name_of_this_network_is_not_followed(authority: Authority) -> None:
    rounds = Rounds(
        certificates=authority.path,
        guard=guard({"news.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"], "both.example": ["127.0.0.1", "10.0.0.7"]}),
    )

    def answer(asked: Asked) -> Reply:
        goal = {"/in": "inside.example", "/both": "both.example", "/mapped": "[::ffff:127.0.0.2]"}.get(asked.path)
        return Reply(302, headers={"Location": f"https://{goal}:{server.port}/feed"}) if goal else give(asked)

    with LocalServer(answer, tls=authority.server("news.example", "inside.example", "both.example")) as server:
        rounds.go([source(name, server.url(f"/{name}", "news.example"), allow_private=False) for name in ("in", "both")])
        assert {step.fault for step in rounds.steps} == {"private"}
        assert {host for host, _ in server.asked} == {"news.example"}


def test_a_second_answer_of_the_resolver_changes_nothing(authority: Authority) -> None:
    answers = iter((["127.0.0.1"], ["127.0.0.1"], ["10.0.0.7"]))

    async def resolve(_host: str, _port: int) -> list[str]:
        return next(answers)

    rounds = Rounds(certificates=authority.path, guard=Guard(resolve=resolve, allows=lambda address: address == "127.0.0.1"))
    # Each answer ends its connection, so that every address is resolved anew.
    with LocalServer(lambda asked: Reply(404, headers={"Connection": "close"}), tls=authority.server("news.example")) as server:
        visit(rounds, server)
        assert rounds.steps[0].status == 404
        visit(rounds, server)
    assert rounds.steps[0].fault == "private"


def test_a_mailbox_is_read_over_tls_and_its_certificate_is_checked(authority: Authority) -> None:
    def box(server: Mailbox, host: str) -> None:
        url = server.url("INBOX", host)
        rounds.go([source("box", url, SourceKind.IMAP, auth=Auth(how="login", env="X"), allow_private=False)])

    rounds = Rounds(certificates=authority.path, guard=guard({"mail.example": ["127.0.0.1"], "else.example": ["127.0.0.1"]}))
    rounds.secrets = {"box": "anna:s3cr3t"}
    tls = authority.server("mail.example")
    with Mailbox({"INBOX": Folder({1: KINDS["mail"][1]()})}, login=("anna", "s3cr3t"), tls=tls) as server:
        box(server, "mail.example")
        assert rounds.ledger.view().counts().documents == 1
        asked = len(server.commands)
        box(server, "else.example")
        assert rounds.steps[0].fault == "connection"
        assert len(server.commands) == asked, "the password was sent to a server that is somebody else"


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("nothing", encoding="utf-8")
    for name in ("no.pem", "none.pem"):
        with pytest.raises(ConfigError, match=name):
            trusting(tmp_path / name)
