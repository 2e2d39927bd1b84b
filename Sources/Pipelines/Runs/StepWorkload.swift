/// What a step has to do, as far as that tells its time and the room it takes.
package enum StepWorkload {
  /// Frames of some fields that are made up, of so many 32-bit numbers each in all bands.
  case simulating(fields: Int, numbers: Int)
  /// Cutouts of so many pixels a side from frames; without bands the files decide.
  case cutting(frames: [String], bands: Int?, size: Int)
  /// A network that is trained on a set.
  case training(set: String, epochs: Int, code: Int)
  /// A set that a network goes through so many times.
  case encoding(set: String, passes: Int)
}
