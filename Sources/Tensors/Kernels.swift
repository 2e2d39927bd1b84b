internal import CKernels
internal import Files
internal import Foundation

/// The inner loops for this processor, chosen once: the fastest it runs, or the ones that the
/// environment variable `GALAXY_AEP_KERNELS` names (reference, baseline, avx2, avx512 or
/// avx512bf16).
///
/// A table of constants: safe to share although C cannot say so.
nonisolated(unsafe) let kernels: CKKernels = {
  if let name = ProcessInfo.processInfo.environment["GALAXY_AEP_KERNELS"], !name.isEmpty {
    if let named = ckNamed(name) { return named.pointee }
    let warning =
      "GALAXY_AEP_KERNELS=\(name): this processor has no such kernels; using the best it has\n"
    StandardStreams.write(warning, to: STDERR_FILENO)
  }
  return ckBest().pointee
}()
