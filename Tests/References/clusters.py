"""Writes Tests/ClustersTests/ReferenceValues.swift: what scikit-learn and numpy make of small data.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 scipy
    venv/bin/python Tests/References/clusters.py
"""
import pathlib
import numpy as np
import scipy.stats
import sklearn
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve
from sklearn.mixture import GaussianMixture

random = np.random.default_rng(20)
out = []


def emit(name, values, kind="Double"):
    text = ", ".join(("true" if v else "false") if kind == "Bool" else repr(v.item() if hasattr(v, "item") else v)
                     for v in np.ravel(values))
    lines, line = [], "   "
    for word in text.split(", "):
        if len(line) + len(word) + 2 > 100:
            lines.append(line)
            line = "   "
        line += f" {word},"
    lines.append(line)
    out.append(f"  static let {name}: [{kind}] = [\n" + "\n".join(lines) + "\n  ]")


def emit_one(name, value):
    out.append(f"  static let {name} = {float(value)!r}")


# Scores with ties, stars somewhat higher.
stars = random.random(120) < 0.4
scores = np.round(random.normal(size=120) + 1.1 * stars, 1)
fpr, tpr, thresholds = roc_curve(stars, scores, drop_intermediate=False)
emit("rocScores", scores)
emit("rocStars", stars, "Bool")
emit_one("rocAUC", roc_auc_score(stars, scores))
emit("rocFalsePositiveRates", fpr)
emit("rocTruePositiveRates", tpr)
probabilities = 1 / (1 + np.exp(-scores))
emit_one("brier", brier_score_loss(stars, probabilities))

# Correlated data for the principal components.
data = (random.normal(size=(50, 6)) @ random.normal(size=(6, 6)) + 3).astype("f")
values, vectors = np.linalg.eigh(np.cov(data.astype(float).T))
order = np.argsort(values)[::-1]
vectors = vectors[:, order].T
vectors *= np.sign(vectors[np.arange(6), np.abs(vectors).argmax(1)])[:, None]
emit("pcaData", data, "Float")
emit("pcaVariances", values[order])
emit("pcaDirections", vectors)

# Three overlapping groups.
centres = np.array([[0, 0], [3, 1], [0, 4]])
group = random.integers(0, 3, 150)
mixture = (centres[group] + random.normal(size=(150, 2)) * [0.7, 0.9]).astype("f")
emit("mixtureData", mixture, "Float")
emit_one("kmeansInertia", KMeans(3, n_init=20, random_state=0, tol=0).fit(mixture.astype(float)).inertia_)
for kind, name in (("full", "full"), ("diag", "diagonal")):
    fitted = GaussianMixture(3, covariance_type=kind, tol=1e-10, max_iter=2000, n_init=5,
                             reg_covar=1e-9, random_state=0).fit(mixture.astype(float))
    emit_one(f"{name}LogLikelihood", fitted.score(mixture.astype(float)))
    emit_one(f"{name}BIC", fitted.bic(mixture.astype(float)))

# The groups told apart by a softmax, on features of spread one.
emit("mixtureGroups", group, "Int")
scaled = (mixture.astype(float) - mixture.astype(float).mean(0)) / mixture.astype(float).std(0)
for penalty in (10.0, 0.1):
    softmax = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10000).fit(scaled, group)
    emit(f"logisticProbabilities{penalty:g}".replace(".", "_"), softmax.predict_proba(scaled[:20]))

emit_one("spearman", scipy.stats.spearmanr(scores, np.round(scores**3 - stars, 0)).statistic)
emit("spearmanSecond", np.round(scores**3 - stars, 0))

text = (f"/// What scikit-learn {sklearn.__version__}, scipy {scipy.__version__} and numpy "
        f"{np.__version__} make of small data;\n/// written by Tests/References/clusters.py.\n"
        "enum ReferenceValues {\n" + "\n\n".join(out) + "\n}\n")
pathlib.Path(__file__).parents[1].joinpath("ClustersTests/ReferenceValues.swift").write_text(text)
