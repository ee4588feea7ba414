"""Feeds on loopback for both sides: a feed for each host, with ETag and Last-Modified.

usage: feed_server.py ENTRIES; prints its port; at each line of standard input it prints what it was asked since, and every
twentieth feed gets a new entry.
"""

from __future__ import annotations

import json
import sys

from vigie.checks.server import Asked, LocalServer, Reply

WORDS = "Renault et Xiaomi parlent de voitures électriques, selon deux sources proches du dossier, sans que rien soit signé. " * 8


def feed(host: str, entries: int, round_number: int) -> bytes:
    """The feed of a host; 1 in 20 hosts has a further entry in every round."""
    first = -round_number if changes(host) else 0
    items = "".join(
        f"<item><title>Titre {n} de {host}</title><link>http://{host}/a/{n}</link><guid>{host}/{n}</guid>"
        f"<pubDate>Wed, 01 May 2024 {max(n, 0) % 24:02d}:00:00 +0000</pubDate><description>{WORDS} ({n})</description></item>"
        for n in range(first, first + entries)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()
    )


def changes(host: str) -> bool:
    """Whether a host's feed gets a new entry in every round."""
    return int(host.rpartition(".")[2]) % 20 == 0


def main() -> None:
    """Serve until standard input ends."""
    entries, round_number = int(sys.argv[1]), 0
    sent = 0

    def answer(asked: Asked) -> Reply:
        nonlocal sent
        if asked.path == "/robots.txt":
            return Reply(404)
        tag = f'"{round_number if changes(asked.host) else 0}"'
        if asked.headers.get("if-none-match") == tag:
            return Reply(304, headers={"ETag": tag})
        body = feed(asked.host, entries, round_number)
        sent += len(body)
        return Reply(body=body, media_type="application/rss+xml", headers={"ETag": tag})

    with LocalServer(answer) as server:
        print(server.port, flush=True)
        for _ in sys.stdin:
            robots = sum(count for (_, path), count in server.asked.items() if path == "/robots.txt")
            asked = {
                "asked": sum(server.statuses.values()) - robots,
                "asked_robots": robots,
                "answered_304": server.statuses[304],
                "sent_mb": round(sent / 1e6, 1),
            }
            server.asked.clear()
            server.statuses.clear()
            sent, round_number = 0, round_number + 1
            print(json.dumps(asked), flush=True)


if __name__ == "__main__":
    main()
