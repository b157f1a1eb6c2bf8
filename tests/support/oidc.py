"""The real OpenID provider of the tests, and a person who signs in at it with a browser."""

import re
import shutil
import socket
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("oidc_provider.mjs")
BACK = "http://testserver/oidc/kommunen/back/"
_STEPS = 6


def why_not():
    """Why the provider cannot run here; empty when it can."""
    if not shutil.which("node"):
        return "no Node.js on this machine to run the OpenID provider"
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        return "the OpenID provider is not installed; run make frontend"
    return ""


class Provider:
    """The program, as long as the block lasts; `issuer` is its address."""

    def __enter__(self):
        if reason := why_not():
            pytest.skip(reason)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"
        self._running = subprocess.Popen(
            ["node", str(SCRIPT), str(port), BACK],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        for line in self._running.stdout:
            if line.strip() == "up":
                return self
        raise RuntimeError("The OpenID provider did not start.")

    def __exit__(self, *_):
        self._running.terminate()
        self._running.wait(10)
        self._running.stdout.close()

    def sign_in(self, address, person):
        """Go to the provider, sign in as a person, and return the address one is sent back to."""
        with requests.Session() as browser:
            answer = browser.get(address, allow_redirects=False, timeout=10)
            for _ in range(_STEPS):
                while answer.is_redirect:
                    following = requests.compat.urljoin(answer.url, answer.headers["Location"])
                    if following.startswith(BACK):
                        return following
                    answer = browser.get(following, allow_redirects=False, timeout=10)
                action = re.search(r'action="([^"]+)"', answer.text)[1]
                prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)[1]
                form = {"prompt": prompt}
                if prompt == "login":
                    form |= {"login": person, "password": "x"}
                target = requests.compat.urljoin(answer.url, action)
                answer = browser.post(target, form, allow_redirects=False, timeout=10)
        raise AssertionError("The provider never sent the person back.")


def query_of(address):
    """The query of an address, one value for each name."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
