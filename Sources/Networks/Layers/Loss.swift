/// What a network is asked to make small: a mean over all values (all pixels for the softmax).
public enum Loss: String, Codable, Sendable {
  case meanSquaredError
  /// Of logits; targets lie in 0...1.
  case binaryCrossEntropy
  /// Of logits along the channel axis; targets are probabilities that add up to one.
  case softmaxCrossEntropy
}
