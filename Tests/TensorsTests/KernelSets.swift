import CKernels
import CWideKernels
import Testing

/// The kernels of every instruction set that this processor has.
///
/// "wide" is the 16-lane code of AVX-512 compiled for any processor.
enum KernelSets {
  static let names = ["reference", "baseline", "avx2", "avx512", "avx512bf16", "wide"].filter {
    (name: String) in ckNamedOrWide(name) != nil
  }
  static let vectorNames = names.filter { $0 != "reference" }

  static func named(_ name: String) throws -> CKKernels {
    try #require(ckNamedOrWide(name)).pointee
  }

  /// All of them, with their names.
  static var all: [(name: String, kernels: CKKernels)] {
    names.compactMap { name in ckNamedOrWide(name).map { (name, $0.pointee) } }
  }
}
