/// How a number is stored in a safetensors file: the types that this program reads.
public enum ElementType: String, Sendable, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case uint64 = "U64"

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32: 4
    case .bfloat16: 2
    }
  }
}
