"""How four reports of one event differ: the figures and the evidence of docs/guide/four_reports.md.

The texts lie beside the repository (``../shared/seeds``) and are not part of it; words are shown, sentences are not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import biasscore

DEFAULT = Path(__file__).parents[3] / "shared" / "seeds"
MEASURES = (
    "loaded_language.density.author",
    "loaded_language.density.paraphrased",
    "loaded_language.density.quoted",
    "loaded_language.one_sided_term.author",
    "sourcing.unattributed_evaluation",
    "sourcing.attributed_share",
    "sourcing.quoted_share",
    "sourcing.anonymous_share",
    "sourcing.secondary_share",
    "sourcing.top_source_share",
    "sourcing.source_diversity",
    "sourcing.longest_unattributed_run",
    "framing.naming.author",
    "framing.blame.author",
    "framing.blame.all",
    "framing.peace_war",
    "sentiment.tone.author",
    "sentiment.tone.quoted",
    "loaded_language.probability.author",
    "one_sidedness",
    "wire_distance",
)
GUIDE = (
    *("loaded_language.density.author", "loaded_language.one_sided_term.author", "sourcing.unattributed_evaluation"),
    *("sourcing.longest_unattributed_run", "loaded_language.density.paraphrased", "sourcing.attributed_share"),
    *("sourcing.quoted_share", "sourcing.anonymous_share", "sourcing.secondary_share", "sourcing.top_source_share"),
    *("framing.naming.author", "framing.blame.author", "framing.peace_war", "sentiment.tone.author", "one_sidedness"),
    "wire_distance",
)
"""Rows of the guide's table."""


def guide(profiles: dict[str, biasscore.Profile]) -> str:
    """The table of the guide: the English reports, with intervals."""
    english = {name: profile for name, profile in profiles.items() if profile.language == "en"}
    rows = ["| measure | " + " | ".join(english) + " |", "|---" * (len(english) + 1) + "|"]
    for measure in GUIDE:
        cells = [f"{s.value:.2f} [{s.low:.2f}, {s.high:.2f}]" for s in (p[measure] for p in english.values())]
        rows.append(f"| `{measure}` | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--guide", action="store_true", help="print the table of the guide only")
    options = parser.parse_args()
    folder = options.folder
    profiles = {path.name[:3]: biasscore.score(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))}
    if options.guide:
        print(guide(profiles))
        return
    print(f"{'measure':<42}" + "".join(f"{name:>8}" for name in profiles))
    for measure in MEASURES:
        values = "".join(f"{profile[measure].value:8.2f}" for profile in profiles.values())
        print(f"{measure:<42}{values}")
    for name, profile in profiles.items():
        words = sorted({e.text.lower() for e in profile.evidence("loaded_language.density.author")})
        print(f"\n{name} loaded, author: {', '.join(words)}")
        words = sorted(
            {
                f"{e.text.lower()} ({e.voice})"
                for e in profile.evidence("loaded_language.density.all")
                if e.voice != "author"
            }
        )
        print(f"{name} loaded, others: {', '.join(words)}")
        words = [e.text.lower() for e in profile.evidence("sourcing.unattributed_evaluation")]
        print(f"{name} unattributed evaluation: {', '.join(words)}")
        names = sorted({f"{n.text.lower()} {n.polarity:+g}" for n in profile.namings if n.polarity})
        print(f"{name} naming: {', '.join(names)}")
        sources = {a.source_id: 0 for a in profile.attributions}
        for a in profile.attributions:
            sources[a.source_id] += 1
        print(f"{name} sources: {sources}")


if __name__ == "__main__":
    main()
