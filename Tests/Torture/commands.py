"""Every command, on inputs so small that it ends in a twentieth of a second."""

CATALOG = "--catalog frames/truth.csv"
ID = "100005-1-0011-00003"

# Command line, what it needs, what it writes; what writes nothing must say the same. The first ones make what the later ones need.
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
    ("similar codes.fits " + ID + " --count 5 --cutouts set --figure near.png --out near.fits --threads 1", ["codes.fits", "set"],
     ["near.fits", "near.png"]),
    ("outliers codes.fits --count 6 --cutouts set --figure odd.png --out odd.fits --threads 1", ["codes.fits", "set"],
     ["odd.fits", "odd.png"]),
    ("init frames --out first.yaml", ["frames"], ["first.yaml"]),
    (f"teach probe codes.fits {CATALOG} --with knn --labelled 6,0 --draws 2 --out probe.json --threads 1", ["codes.fits", "frames"],
     ["probe.json"]),
    (f"teach worth scores.fits {CATALOG} --labelled 6 --halvings 2 --out worth.json", ["scores.fits", "frames"], ["worth.json"]),
    (f"teach correct scores.fits {CATALOG} --out corrected.fits", ["scores.fits", "frames"], ["corrected.fits"]),
    ("teach student m.safetensors set scores.fits --epochs 1 --batch-size 8 --folds 2 --out student.fits --threads 1",
     ["m.safetensors", "set", "scores.fits"], ["student.fits"]),
    ("simulate --fields 1 --seed 5 --width 128 --height 96 --star-density 4 --out more --truth-maps more-maps --threads 1", [],
     ["more", "more-maps"]),
    ("compare maps maps --truth truths --resamples 20 --out maps.json", ["maps", "truths"], ["maps.json"]),
    ("compare skies m.safetensors set codes.fits --out skies.csv --threads 1", ["m.safetensors", "set", "codes.fits"], ["skies.csv"]),
    ("compare models digits d.safetensors --out comparison.csv --threads 1", ["digits", "d.safetensors"], ["comparison.csv"]),
    ("teach finetune d.safetensors pictures --labels labels.csv --judge more --epochs 1 --batch-size 8 --hidden 4 --out ft.safetensors"
     " --confusion ft.csv --results ft.json --threads 1", ["d.safetensors", "pictures", "labels.csv"], ["ft.safetensors", "ft.csv", "ft.json"]),
    ("teach segmentation a.safetensors frames --labels truths --labelled 4 --tile 32 --epochs 1 --out seg.safetensors --threads 1",
     ["a.safetensors", "frames", "truths"], ["seg.safetensors"]),
    ("ingest bright --out stars --stars-of bright.fits --stars 8 --passes 1 --size 32 --threads 1", ["bright", "bright.fits"], ["stars"]),
    ("classify grouped.fits --injected injected.fits --out joined.fits --threads 1", ["grouped.fits", "injected.fits"], ["joined.fits"]),
    (f"ingest frames {CATALOG} --out byhand --size 32 --threads 1", ["frames"], ["byhand"]),
    ("report rep --out page.html --threads 1", ["rep"], ["page.html"]),
    (f"export set --fits {ID} --out one.fits", ["set"], ["one.fits"]),
    ("export clusters.fits --out c.reg", ["clusters.fits"], ["c.reg"]),
    ("export clusters.fits --format csv --out - --quiet", ["clusters.fits"], []),
    ("export m.safetensors --cutouts set --count 4 --out images.safetensors", ["m.safetensors", "set"], ["images.safetensors"]),
    ("export maps/segments-100005-1-0011.fits --out outlines.reg", ["maps"], ["outlines.reg"]),
    (f"plot magnitudes clusters.fits {CATALOG} --out magnitudes.svg", ["clusters.fits", "frames"], ["magnitudes.svg"]),
    (f"plot reliability clusters.fits {CATALOG} --out reliability.png", ["clusters.fits", "frames"], ["reliability.png"]),
    ("plot loss m-metrics.csv --out loss.png", ["m-metrics.csv"], ["loss.png"]),
    ("plot map codes.fits --out map.png", ["codes.fits"], ["map.png"]),
    ("plot sizes clusters.fits --out sizes.svg", ["clusters.fits"], ["sizes.svg"]),
    ("plot filters m.safetensors --out filters.png", ["m.safetensors"], ["filters.png"]),
    ("plot stability compared.json --out stability.svg", ["compared.json"], ["stability.svg"]),
    ("info --json set m.safetensors clusters.fits e.json cut.png", ["set", "m.safetensors", "clusters.fits", "e.json", "cut.png"], []),
    ("verify set clusters.fits", ["set", "clusters.fits"], []),
    ("download mnist --from mirror --out fetched", ["mirror"], ["fetched"]),
]

# What the steps need besides, made before all of them but the first ones.
NEEDED = [
    "simulate --fields 1 --seed 5 --width 256 --height 224 --star-density 4 --out again --truth-maps truths --threads 1",
    "ingest --dataset mnist digits.idx more.idx --out pictures --threads 1",
    "pretrain digits --architecture shallow --code 4 --epochs 1 --batch-size 8 --stretch linear --out d.safetensors --threads 1",
    "pretrain set --stretch asinh --epochs 1 --batch-size 8 --out a.safetensors --threads 1",
    "simulate --fields 1 --seed 5 --width 320 --height 320 --star-density 60 --out bright --threads 1",
    "ingest bright --out bright-set --size 32 --threads 1",
    "pretrain bright-set --architecture shallow --code 4 --epochs 1 --stretch asinh --out b.safetensors --threads 1",
    "encode b.safetensors bright-set --no-symmetries --out bright.fits --threads 1",
    "cluster bright.fits --out grouped.fits --threads 1",
    "ingest bright --out many-stars --stars-of bright.fits --stars 40 --passes 8 --size 32 --threads 1",
    "encode b.safetensors many-stars --no-symmetries --out injected.fits --threads 1",
]

# Two at once that would write the same with other settings: what both need, what both write. Whoever ends well has written it.
PAIRS = [
    ("simulate --fields 1 --width 128 --height 96 --out frames --threads 1", "--seed 5", "--seed 6", [], ["frames"]),
    ("ingest frames --out set --threads 1", "--size 32", "--size 24", ["frames"], ["set"]),
    ("ingest frames --out set --size 32 --threads 1", "--bands g,r,i", "--bands r", ["frames"], ["set"]),
    ("pretrain set --epochs 2 --batch-size 8 --threads 1 --out m.safetensors", "--seed 1", "--seed 2", ["set"], ["m.safetensors"]),
    ("encode m.safetensors set --out codes.fits --threads 1", "--symmetries", "--no-symmetries", ["m.safetensors", "set"], ["codes.fits"]),
    ("cluster codes.fits --out clusters.fits --threads 1", "--seed 1", "--seed 2", ["codes.fits"], ["clusters.fits"]),
    ("patches set --out patches --size 8", "--count 40", "--count 50", ["set"], ["patches"]),
    ("export clusters.fits --out c.csv", "--brighter-than 21", "--brighter-than 22", ["clusters.fits"], ["c.csv"]),
    ("plot map codes.fits --out map.png", "--scale 1", "--dark", ["codes.fits"], ["map.png"]),
    ("run", "p.yaml", "q.yaml", ["p.yaml", "q.yaml"], ["runs/p/frames", "runs/p/set"]),
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

# Two pipelines of one name.
PIPELINE = """name: p
steps:
  - simulate: {out: frames, fields: 1, width: 128, height: 96, threads: 1}
  - ingest: {inputs: frames, out: set, size: 32, threads: 1}
"""
OTHER_PIPELINE = PIPELINE.replace("width: 128", "width: 160")
