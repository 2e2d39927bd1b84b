"""The digits' autoencoder's training step in TensorFlow/Keras.

Usage: tensorflow_step.py THREADS. Says "ready VERSION" when warm; then answers every line
"step N" or "encode N" with the milliseconds of N rounds, as JSON.
"""
import json
import os
import sys
import time

THREADS = int(sys.argv[1])
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(THREADS)
tf.config.threading.set_inter_op_parallelism_threads(1)
clock = time.process_time if THREADS == 1 else time.perf_counter

L = keras.layers
image = L.Input((28, 28, 1))
x = L.Conv2D(32, 3, 2, "same", activation="relu")(image)
x = L.Conv2D(64, 3, 2, "same", activation="relu")(x)
code = L.Dense(32)(L.Flatten()(x))
x = L.Reshape((7, 7, 64))(L.Dense(3136, activation="relu")(code))
x = L.Conv2DTranspose(64, 3, 2, "same", activation="relu")(x)
x = L.Conv2DTranspose(32, 3, 2, "same", activation="relu")(x)
out = L.Conv2DTranspose(1, 3, 1, "same")(x)
model = keras.Model(image, out)
encoder = keras.Model(image, code)
optimiser = keras.optimizers.Adam(1e-3)
optimiser.build(model.trainable_variables)
batch = tf.constant(np.random.default_rng(0).random((128, 28, 28, 1), dtype="float32"))


@tf.function
def step(x):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(x, logits))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimiser.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


@tf.function
def encode(x):
    return encoder(x, training=False)


functions = {"step": step, "encode": encode}
for function in functions.values():
    for _ in range(3):
        function(batch).numpy()
print("ready", tf.__version__, flush=True)
for line in sys.stdin:
    what, rounds = line.split()
    functions[what](batch).numpy()
    times = []
    for _ in range(int(rounds)):
        start = clock()
        functions[what](batch).numpy()
        times.append((clock() - start) * 1e3)
    print(json.dumps({"graph": times}), flush=True)
