internal import Tensors

/// Where the activated numbers of an image are wanted: its first number, and how far apart the
/// image's rows lie.
struct Destination {
  let start: UnsafeMutablePointer<Float>
  let row: Int
}

/// An operation that can be handed its input activated, where it reads it, instead of raw.
///
/// In inference no raw number is needed again. Where a convolution is followed by such a reader,
/// the plan lets it apply the normalisation (folded to a scale and a shift), bias and activation to
/// its sums while they are in registers, and write what comes of it straight into the reader's
/// input.
protocol FinishedReader: Operation {
  func destination(_ place: Place) -> Destination
}

extension ConvolutionOperation {
  /// Whether `forward(_:finishedFor:)` can do what follows; not of curves, nor transposed.
  func canFinish(for reader: any Operation) -> Bool {
    !isTransposed && reader is any FinishedReader && reader.input === output
      && output.shape == reader.input.shape && output.finish != nil
  }
}

extension Link {
  /// Scale, shift and activation as the running statistics have them; nil for curves.
  var finish: Finish? {
    Finish(scale: affine.scale.values, shift: affine.shift.values, activation: activation)
  }
}
