import Charts

/// The figures of every kind that are looked at and that the tests write: true to life and nasty.
enum MadeUpFigures {
  static let all: [(name: String, figure: any Figure)] =
    pictures + histograms + rocs + losses + mosaics + magnitudes + scatters + maps
    + dotRows

  static let longTitle =
    "A title that an enthusiastic person made much longer than any figure is wide, with the field,"
    + " the run, the camera column, the seed, the number of epochs and the colour of the sky on the"
    + " evening when all of it was observed, and then some more words that no line can hold at all"
    + " because three lines are what a title gets before it ends in three small dots and silence"
}
