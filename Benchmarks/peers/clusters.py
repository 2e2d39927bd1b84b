"""k-means and exact neighbour searches in scikit-learn and faiss.

Usage: clusters.py THREADS LIBRARY POINTS. LIBRARY is "scikit-learn" or "faiss"; POINTS is a file of
140,000×30 32-bit floats, made if it is not there: 60 groups of unlike size and spread. Says
"ready VERSION" when warm; then answers every line "kmeansK N" (milliseconds of an iteration: fits of
10 iterations from the first K points) or "neighbours N" (index and 10 neighbours of the first
2,000 points) with N times, as JSON.
"""
import json
import os
import sys
import time
import warnings

THREADS, LIBRARY, POINTS = int(sys.argv[1]), sys.argv[2], sys.argv[3]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = str(THREADS)
import numpy as np  # noqa: E402

clock = time.process_time if THREADS == 1 else time.perf_counter
COUNT, WIDTH, ITERATIONS, QUERIES, NEIGHBOURS = 140_000, 30, 10, 2000, 10
warnings.filterwarnings("ignore")  # that ten iterations did not converge


def made_up():
    rng = np.random.default_rng(1)
    group = np.sort(rng.integers(0, 60, (COUNT, 2)), axis=1)[:, 0]
    centres = 2 * rng.standard_normal((60, WIDTH))
    spread = rng.uniform(0.5, 1.5, (60, 1))
    x = centres[group] + spread[group] * rng.standard_normal((COUNT, WIDTH))
    return x.astype(np.float32)


if not os.path.exists(POINTS):
    made_up().tofile(POINTS + ".part")
    os.replace(POINTS + ".part", POINTS)
x = np.fromfile(POINTS, np.float32).reshape(COUNT, WIDTH)

if LIBRARY == "faiss":
    import faiss

    faiss.omp_set_num_threads(THREADS)
    version = faiss.__version__

    def kmeans(clusters):
        fit = faiss.Kmeans(
            WIDTH, clusters, niter=ITERATIONS, max_points_per_centroid=10**9,
            min_points_per_centroid=1,
        )
        fit.train(x, init_centroids=x[:clusters])

    def neighbours():
        index = faiss.IndexFlatL2(WIDTH)
        index.add(x)
        index.search(x[:QUERIES], NEIGHBOURS)

else:
    import sklearn
    from sklearn.cluster import KMeans
    from sklearn.neighbors import NearestNeighbors

    version = sklearn.__version__

    def kmeans(clusters):
        KMeans(
            clusters, init=x[:clusters], n_init=1, max_iter=ITERATIONS, tol=0, algorithm="lloyd"
        ).fit(x)

    def neighbours():
        NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute").fit(x).kneighbors(x[:QUERIES])


print("ready", version, flush=True)
for line in sys.stdin:
    what, rounds = line.split()
    run = neighbours
    shares = 1
    if what.startswith("kmeans"):
        clusters, shares = int(what[6:]), ITERATIONS
        run = lambda: kmeans(clusters)  # noqa: E731
    times = []
    for round in range(-1, int(rounds)):
        start = clock()
        run()
        if round >= 0:
            times.append((clock() - start) * 1e3 / shares)
    print(json.dumps({"": times}), flush=True)
