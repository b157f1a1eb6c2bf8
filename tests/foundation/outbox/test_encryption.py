"""Mail goes encrypted to a server that proves who it is, and to no other."""

import datetime
import ssl
import uuid

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lotsa.foundation import clock
from lotsa.foundation.outbox.smtp import Server, ServerDown, Session
from tests.support.post import PostServer

CONTENT = b"Subject: x\r\n\r\nhello\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for localhost that vouches for itself."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now, day = clock.now(), datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(made.public_bytes(encoding))
    (folder / "key.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder


@pytest.fixture
def server(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")

    def authenticate(_server, _session, _envelope, _mechanism, data):
        right = (data.login, data.password) == (b"desk", b"pass")
        return AuthResult(success=right, handled=False)

    with PostServer(
        tls_context=context,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    ) as running:
        yield running


@pytest.fixture
def trusted(monkeypatch, certificate):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))


def deliver(server, password="pass", host="localhost"):  # noqa: S107
    # An address on this very machine is not encrypted unless asked for.
    where = Server(host, server.port, "desk", password, implicit_tls=False, start_tls=True)
    with Session(where, "lotsa.example") as session:
        session.send(
            "desk@lotsa.example",
            "anna@example.se",
            CONTENT,
            mail_id=uuid.uuid4(),
            commit=lambda: True,
        )


def test_mail_goes_encrypted_and_signed_in(server, trusted):
    deliver(server)

    assert len(server.taken) == 1


def test_a_server_nobody_vouches_for_gets_neither_password_nor_mail(server):
    with pytest.raises(ServerDown, match=r"^tls$"):
        deliver(server)
    assert not server.taken


def test_a_server_with_another_name_gets_nothing(server, trusted):
    with pytest.raises(ServerDown, match=r"^tls$"):
        deliver(server, host="127.0.0.1")


def test_a_wrong_password_says_its_code_only(server, trusted):
    with pytest.raises(ServerDown, match=r"^535 5\.7\.8$"):
        deliver(server, password="wrong")


def test_a_password_is_not_sent_in_the_clear():
    with PostServer() as plain, pytest.raises(ServerDown):
        deliver(plain)
    assert not any("AUTH" in line for line in plain.heard)
