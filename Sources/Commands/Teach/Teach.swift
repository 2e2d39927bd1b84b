internal import ArgumentParser

/// `galaxy-aep teach HOW …`: what learns from labels, or from scores as if they were labels.
struct Teach: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn from labels: on codes, on pixels, from few labels or all of them.",
    discussion: """
      `probe` tells how far few labels go, `classify` classifies everything by all of them, `correct` mends P_STAR \
      where a few speak against it, `worth` tells what that gains, `finetune` trains a network for pictures, \
      `student` one for the sky (towards P_STAR where no label is given), `segmentation` one that tells the class of \
      every pixel of frames. The label-free way has no option that could bring a label in.

      Example: galaxy-aep teach classify codes.fits --catalog labels.csv --with xgboost
      """,
    subcommands: [
      Probe.self, TeachClassify.self, TeachCorrect.self, TeachWorth.self, Finetune.self,
      Student.self,
      TeachSegmentation.self,
    ])
}
