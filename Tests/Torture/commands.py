"""Every command that writes, on inputs so small that it ends in a twentieth of a second."""

# Command line, what it needs, what it writes. The first ones make what the later ones need.
STEPS = [
    ("simulate --fields 1 --seed 5 --width 256 --height 224 --star-density 4 --out frames --threads 1", [], ["frames"]),
    ("ingest frames --out set --size 32 --threads 1", ["frames"], ["set"]),
    ("pretrain set --epochs 2 --batch-size 8 --threads 1 --out m.safetensors", ["set"], ["m.safetensors"]),
    ("encode m.safetensors set --out codes.fits --threads 1", ["m.safetensors", "set"], ["codes.fits"]),
    ("embed codes.fits --neighbours 4 --epochs 20 --out embedded.fits --threads 1", ["codes.fits"], ["embedded.fits"]),
    ("cluster codes.fits --out clusters.fits --threads 1", ["codes.fits"], ["clusters.fits"]),
    ("classify clusters.fits --out scores.fits --threads 1", ["clusters.fits"], ["scores.fits"]),
    ("teach classify codes.fits --catalog frames/truth.csv --with logistic --out taught.fits --threads 1",
     ["codes.fits", "frames"], ["taught.fits"]),
    ("segment clusters.fits frames --out maps --threads 1", ["clusters.fits", "frames"], ["maps"]),
    ("evaluate clusters.fits --catalog frames/truth.csv --out e.json", ["clusters.fits", "frames"], ["e.json"]),
    ("compare scores clusters.fits scores.fits --catalog frames/truth.csv --out compared.json",
     ["clusters.fits", "scores.fits", "frames"], ["compared.json"]),
    ("export clusters.fits --out c.csv", ["clusters.fits"], ["c.csv"]),
    ("export clusters.fits --out c.vot", ["clusters.fits"], ["c.vot"]),
    ("export m.safetensors --out m.onnx", ["m.safetensors"], ["m.onnx"]),
    ("plot cutouts set --out cut.png", ["set"], ["cut.png"]),
    ("plot roc clusters.fits --catalog frames/truth.csv --out roc.svg", ["clusters.fits", "frames"], ["roc.svg"]),
    ("patches set --out patches --count 40 --size 8", ["set"], ["patches"]),
    ("ingest --dataset mnist digits.idx --out digits --threads 1", ["digits.idx"], ["digits"]),
    ("run p.yaml", ["p.yaml"], ["runs/p/frames", "runs/p/set"]),
    ("download mnist --from mirror --out fetched", ["mirror"], ["fetched"]),
]

# What comes of changed inputs when whole commands read them: the file, the command, what else it needs.
READERS = [
    ("set/cutouts-00000.fits", "info {}", []),
    ("frames/frame-r-100005-1-0011.fits", "ingest {} --bands r --out o --size 32 --threads 1", []),
    ("tiles.fits.fz", "ingest {} --bands r --out o --size 8 --threads 1", []),
    ("clusters.fits", "export {} --out o.csv", []),
    ("clusters.fits", "verify {}", []),
    ("frames/truth.csv", "evaluate clusters.fits --catalog {} --out o.json", ["clusters.fits"]),
    ("c.vot", "ingest frames --catalog {} --out o --size 32 --threads 1", ["frames"]),
    ("m.safetensors", "info {}", []),
    ("m.safetensors", "encode {} set --out o.fits --threads 1", ["set"]),
    ("e.json", "info {}", []),
    ("cut.png", "info {}", []),
    ("p.yaml", "run {} --dry-run", []),
    ("maps/segments-100005-1-0011.fits", "info {}", []),
]

PIPELINE = """name: p
steps:
  - simulate: {out: frames, fields: 1, width: 128, height: 96, threads: 1}
  - ingest: {inputs: frames, out: set, size: 32, threads: 1}
"""
