"""Sound files for every reader of Mutants/Readers.swift, a folder each, as small as they can be."""
import bz2, glob, gzip, json, os, signal, struct, subprocess, zlib


def card(key, value):
    if isinstance(value, bool):
        text = "T" if value else "F"
    else:
        text = f"'{value}'" if isinstance(value, str) else repr(value)
    return f"{key:<8}= {text:>20}".ljust(80)


def image(cards, width, height, pixels, bits=-32):
    """A primary FITS image, without checksums."""
    head = [card("SIMPLE", True), card("BITPIX", bits), card("NAXIS", 2), card("NAXIS1", width), card("NAXIS2", height)]
    text = "".join(head + cards + ["END".ljust(80)])
    return text.ljust(-(-len(text) // 2880) * 2880).encode() + pixels + bytes(-len(pixels) % 2880)


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 7 + y * 3 + c) % 256 for x in range(width) for c in range(3)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"tEXt", b"Software\0galaxy-aep") + chunk(b"zTXt", b"Command\0\0" + zlib.compress(b"plot roc " * 20))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make(room, folder):
    base, tests = room.base, os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    fixtures = tests + "/Fixtures"

    def put(reader, name, data):
        os.makedirs(f"{folder}/{reader}", exist_ok=True)
        with open(f"{folder}/{reader}/{name}", "wb") as file:
            file.write(data)

    def read(path):
        with open(path, "rb") as file:
            return file.read()

    def run(line):
        status, text = room.run(line, room.base)
        assert status == 0, f"{line}: {text}"

    text = read(base + "/frames/truth.csv")
    put("gzip", "one.gz", gzip.compress(text))
    put("gzip", "two.gz", gzip.compress(text[:900], 1) + gzip.compress(text[900:]))
    put("bzip2", "one.bz2", bz2.compress(text))
    put("bzip2", "runs.bz2", bz2.compress(b"a" * 5000 + text[:300] + bytes(3000)) + bz2.compress(text[:500]))

    # World coordinates as other programs write them.
    waves = struct.pack(">64f", *[float(i * 37 % 11) for i in range(64)])
    for case in json.loads(read(fixtures + "/WCS/wcs.json"))["cases"]:
        cards = [card(k, v) for k, v in case["cards"].items()]
        put("sky", case["name"].replace(" ", "-").replace("/", "-") + ".fits", image(cards, 8, 8, waves))
    for name in sorted(os.listdir(folder + "/sky"))[:3]:
        put("fits", name, read(f"{folder}/sky/{name}"))
    for path in glob.glob(fixtures + "/Tiles/*.fz") + glob.glob(fixtures + "/Catalogs/*.fits"):
        put("fits", os.path.basename(path), read(path))
    put("fits", "codes.fits", read(base + "/codes.fits"))
    put("fits", "shorts.fits", image([card("BSCALE", 0.5), card("BZERO", 10.0), card("BLANK", -1)], 8, 4, bytes([255, 3] * 32), 16))

    run("simulate --fields 1 --seed 3 --width 64 --height 64 --star-density 8 --out small --truth-maps small-maps --threads 1")
    frames = sorted(glob.glob(base + "/small/frame-*.fits"))
    put("frame", os.path.basename(frames[2]), read(frames[2]))  # band r, told by its name
    put("frame", "told-by-its-header.fits", read(frames[2]))
    put("labelmap", "map.fits", read(glob.glob(base + "/small-maps/*.fits")[0]))
    run("segment clusters.fits small --out small-segments --threads 1")
    put("segments", "segments.fits", read(glob.glob(base + "/small-segments/*.fits")[0]))
    run("ingest small --out small-set --size 8 --threads 1")
    put("cutouts", "small.fits", read(base + "/small-set/cutouts-00000.fits"))
    put("cutouts", "digits.fits", read(base + "/digits/cutouts-00000.fits"))

    for name in ("codes.fits", "clusters.fits", "scores.fits"):
        put("scores", name, read(f"{base}/{name}"))
    put("catalog", "truth.csv", text)
    put("catalog", "photoobj.fits", read(fixtures + "/Catalogs/photoobj.fits"))
    put("catalog", "clusters.csv", read(base + "/c.csv"))
    put("catalog", "blanks.txt", b"# ra dec class\n10.5 -3.25 STAR\n10.75 -3.5 GALAXY\n")
    put("catalog", "head.ecsv", b"# %ECSV 1.0\n# ---\n# datatype:\n# - {name: ra, unit: hourangle, datatype: float64}\n# - {name: dec,"
        b" unit: deg, datatype: float64}\n# - {name: class, datatype: string}\n# schema: astropy-2.0\nra dec class\n1.5 2.5 STAR\n1.6 2.6 \"GALAXY\"\n")
    for path in glob.glob(fixtures + "/Catalogs/*.vot"):
        put("votable", os.path.basename(path), read(path))
    put("classes", "labels.csv", b"id,class\n" + b"".join(b"%d,%d\n" % (i, i % 10) for i in range(40)))

    run("ingest --dataset mnist digits.idx --out tiny-digits --threads 1")
    run("patches tiny-digits --size 4 --count 20 --out tiny --contrast 0")
    tiny = "pretrain tiny --architecture shallow --code 3 --epochs 2 --batch-size 8 --threads 1 --stretch linear --out "
    run(tiny + "tiny.safetensors")
    # A training that is stopped when it has told of an epoch.
    running = subprocess.Popen([room.program] + (tiny.replace("--epochs 2", "--epochs 9000") + "stopped.safetensors").split(),
                               cwd=base, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for line in running.stdout:
        if line.startswith(b"epoch"):
            running.send_signal(signal.SIGTERM)
            break
    running.communicate()
    stopped = read(base + "/stopped.checkpoint.safetensors")
    put("model", "tiny.safetensors", read(base + "/tiny.safetensors"))
    put("safetensors", "tiny.safetensors", read(base + "/tiny.safetensors"))
    put("checkpoint", "stopped.safetensors", stopped)

    for path in glob.glob(os.path.dirname(tests) + "/Sources/Surveys/surveys/*.yaml"):
        put("survey", os.path.basename(path), read(path))
    for path in glob.glob(os.path.dirname(tests) + "/pipelines/*.yaml"):
        put("pipeline", os.path.basename(path), read(path))
    put("evaluation", "e.json", read(base + "/e.json"))
    put("png", "small.png", png(12, 9))
    put("idx", "digits.idx", bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 5]) + bytes(range(75)))
    put("idx", "digits.idx.gz", gzip.compress(bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 5]) + bytes(range(75))))
    put("cifar", "two.bin", b"".join(bytes([k]) + bytes((i * k) % 256 for i in range(3072)) for k in (3, 7)))

    for reader, name in [("png", "small.png"), ("fits", "codes.fits"), ("model", "tiny.safetensors"), ("evaluation", "e.json"),
                         ("pipeline", "demo.yaml"), ("catalog", "truth.csv"), ("votable", "binary.vot"), ("idx", "digits.idx")]:
        put("info", name, read(f"{folder}/{reader}/{name}"))
    put("info", "page.reg", b"# Region file format: DS9\nfk5\ncircle(10.5,-3.25,2\") # color=red text={a}\n")
    put("info", "roc.svg", read(base + "/roc.svg")[:4000])
    assert all(os.path.getsize(p) < 400_000 for p in glob.glob(folder + "/*/*"))
