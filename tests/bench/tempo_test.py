#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tempo.py makes of beats and classes; and, where aubiotrack is installed, of clicks of a known tempo."""
import json
import pathlib
import shutil
import struct
import sys
import tempfile
import unittest
import wave

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tempo  # noqa: E402


def write_clicks(path, bpm, seconds=12, rate=16000):
    """A short burst at each beat."""
    samples = [0] * (seconds * rate)
    for beat in range(int(seconds * bpm / 60)):
        start = int(beat * 60 / bpm * rate)
        for i in range(min(400, len(samples) - start)):
            samples[start + i] = int(20000 * (1 - i / 400) * (-1) ** (i // 8))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


class Tempo(unittest.TestCase):
    def test_comes_from_the_median_distance(self):
        self.assertAlmostEqual(tempo.bpm_of_beats([0.0, 0.5, 1.0, 1.5, 3.5]), 120.0)
        self.assertIsNone(tempo.bpm_of_beats([0.0, 0.5]))
        self.assertIsNone(tempo.bpm_of_beats([]))

    def test_is_classed_at_85_and_125(self):
        self.assertEqual([tempo.tempo_class(bpm) for bpm in (84.9, 85, 125, 125.1)], ["slow", "medium", "medium", "fast"])
        self.assertIsNone(tempo.tempo_class(None))

    def test_share_is_the_mean_over_classes_that_occur(self):
        table = tempo.table_of(["slow", "slow", "slow", "fast", "fast"], ["slow", "slow", "slow", "slow", None])
        self.assertEqual(table["fast"], {"slow": 1, "medium": 0, "fast": 0, "none": 1})
        self.assertAlmostEqual(tempo.share_right(table), 0.5)
        self.assertIsNone(tempo.share_right(tempo.table_of([], [])))

    def test_measure_replaces_its_former_self(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bench.json"
            path.write_text(json.dumps({"format": 1, "measures": [{"name": "tempo/of_tracker", "value": 9}, {"name": "other"}]}))
            table = tempo.table_of(["slow", "fast"], ["slow", "slow"])
            tempo.update(path, tempo.as_measure(table, table, table, 1.0))
            measures = json.loads(path.read_text())["measures"]
            self.assertEqual([(m["name"], m.get("value")) for m in measures], [("other", None), ("tempo/of_tracker", 1.0)])
            self.assertEqual(len(list(pathlib.Path(folder).iterdir())), 1)

    @unittest.skipIf(shutil.which("aubiotrack") is None, "aubio-tools is not installed")
    def test_tracker_finds_clicks(self):
        with tempfile.TemporaryDirectory() as folder:
            for bpm in (90, 120, 140):
                path = pathlib.Path(folder) / f"{bpm}.wav"
                write_clicks(path, bpm)
                beats = tempo.tracked_beats(path)
                self.assertAlmostEqual(tempo.bpm_of_beats(beats), bpm, delta=3)
                self.assertEqual(tempo.table_until([(path, "medium")], [beats], 0.5)["medium"]["none"], 1)


if __name__ == "__main__":
    unittest.main()
