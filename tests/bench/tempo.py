#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does the music go as slow or as fast as its prompt asks for? Measured by a tracker that owes nothing to this project.

aubiotrack (Debian's aubio-tools) finds the beats; 60 s over their median distance is the tempo, octave errors and all.
Its class is slow below 85 BPM, medium up to 125, else fast. The tracker is tried on held-out renders, whose tempo is
known, and then on the clips that `musicrl bench quality` left in a folder, whose prompts name one. Shares are means
over the three classes, so that neither side profits from a class that is easy and frequent.

    tests/bench/tempo.py --clips quality-bench-clips --corpus corpus [--update quality-bench.json]

Needs nothing but Python 3 and aubio-tools.
"""
import argparse
import concurrent.futures
import csv
import json
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

CLASSES = ("slow", "medium", "fast")
THRESHOLD = 0.85  # of the tracker's own share on renders


def tempo_class(bpm):
    """What the words stand for; None for no tempo at all."""
    if bpm is None:
        return None
    return "slow" if bpm < 85 else "medium" if bpm <= 125 else "fast"


def bpm_of_beats(beats):
    """From the median distance of the beats in seconds; None for fewer than three."""
    distances = [later - earlier for earlier, later in zip(beats, beats[1:]) if later > earlier]
    return 60.0 / statistics.median(distances) if len(distances) >= 2 else None


def tracked_beats(path):
    """The times in seconds at which the tracker hears a beat.

    Read at 44.1 kHz, which the tracker's windows are made for: at 16 kHz they are too long for fast music.
    """
    run = subprocess.run(["aubiotrack", "-i", str(path), "-r", "44100"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit(f"tempo.py: aubiotrack cannot read {path}: {' '.join(run.stderr.split())}")
    return [float(line) for line in run.stdout.split()]


def beats_of(files):
    """The beats of each file, tracked on all cores."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(tracked_beats, files))


def table_of(wanted, found):
    """{"slow": {"slow": 12, "medium": 3, "fast": 0, "none": 1}, ...}: what was wanted, and what was found."""
    table = {name: dict.fromkeys((*CLASSES, "none"), 0) for name in CLASSES}
    for want, find in zip(wanted, found):
        table[want][find or "none"] += 1
    return table


def share_right(table):
    """The mean over the classes that occur of the share found right."""
    shares = [row[name] / sum(row.values()) for name, row in table.items() if sum(row.values())]
    return sum(shares) / len(shares) if shares else None


def held_out_renders(corpus, limit):
    """[(file, class)] of the corpus's held-out clips."""
    pairs = []
    with open(corpus / "corpus.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = corpus / "audio" / (row["ytid"] + ".flac")
            if row["is_audioset_eval"] == "True" and row.get("facts") and path.exists():
                pairs.append((path, tempo_class(json.loads(row["facts"])["tempo_bpm"])))
    return pairs[:limit]


def generated_clips(folder):
    """[(file, class)] and the clips' length, from the bench's list."""
    with open(folder / "clips.jsonl", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    pairs = [(folder / row["file"], row["tempo"]) for row in rows if row["tempo"] in CLASSES]
    return pairs, max((row["seconds"] for row in rows), default=10.0)


def table_until(pairs, beats, seconds=math.inf):
    """What the tracker makes of the first seconds of each file; it hears them in order, so later beats are left out."""
    found = [tempo_class(bpm_of_beats([beat for beat in own if beat < seconds])) for own in beats]
    return table_of([name for _, name in pairs], found)


def printed(title, table):
    print(f"{title}: {share_right(table):.3f} right")
    print("  wanted    " + "".join(f"{name:>8}" for name in (*CLASSES, "none")) + "   found")
    for name, row in table.items():
        print(f"  {name:<10}" + "".join(f"{count:>8}" for count in row.values()))


def as_measure(renders, starts, clips, ratio):
    return {
        "name": "tempo/of_tracker",
        "what": "tempo asked for in words: share of clips found right, relative to the tracker's own share on renders",
        "value": ratio,
        "unit": "",
        "bound": "at least",
        "threshold": THRESHOLD,
        "met": ratio >= THRESHOLD,
        "note": f"aubiotrack finds {share_right(clips):.3f} of the clips and {share_right(renders):.3f} of the renders right",
        "detail": {"renders": renders, "starts_of_renders": starts, "clips": clips},
    }


def update(path, entry):
    """Puts the measure into the bench's results, atomically."""
    results = json.loads(path.read_text(encoding="utf-8"))
    results["measures"] = [old for old in results["measures"] if old["name"] != entry["name"]] + [entry]
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".json", delete=False, encoding="utf-8") as file:
        json.dump(results, file, indent=2, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=pathlib.Path, required=True, help="folder with clips.jsonl")
    parser.add_argument("--corpus", type=pathlib.Path, required=True, help="rendered corpus, whose held-out clips the tracker is tried on")
    parser.add_argument("--renders", type=int, default=300, help="how many of them at most")
    parser.add_argument("--update", type=pathlib.Path, help="results of the bench that get the measure")
    return parser.parse_args()


def main():
    options = arguments()
    if shutil.which("aubiotrack") is None:
        sys.exit("tempo.py: there is no aubiotrack; install Debian's package aubio-tools.")
    asked, seconds = generated_clips(options.clips)
    known = held_out_renders(options.corpus, options.renders)
    clips = table_until(asked, beats_of([path for path, _ in asked]))
    beats = beats_of([path for path, _ in known])
    renders, starts = table_until(known, beats), table_until(known, beats, seconds)
    if not share_right(renders) or share_right(clips) is None:
        sys.exit("tempo.py: there are no clips whose prompt names a tempo, or no held-out renders that the tracker gets right.")
    printed("held-out renders", renders)
    printed(f"their first {seconds:g} s, where few may play yet", starts)
    printed("generated clips", clips)
    ratio = share_right(clips) / share_right(renders)
    print(f"ratio to whole renders: {ratio:.3f}, asked: at least {THRESHOLD}, {'met' if ratio >= THRESHOLD else 'not met'}")
    if options.update:
        update(options.update, as_measure(renders, starts, clips, ratio))


if __name__ == "__main__":
    main()
