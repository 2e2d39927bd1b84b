internal import Ranks
internal import Tensors

/// Who works on a batch: the threads of this process, and the processes that have a part of its chunks each.
struct Team {
  let workers: Workers
  let ranks: Ranks

  /// The chunks of this process.
  var chunks: Range<Int> { ranks.own(of: chunkCount) }

  /// Calls `body` once with each of this process's chunks, on several threads.
  func forEachChunk(_ body: @Sendable (_ chunk: Int, _ worker: Int) -> Void) {
    let chunks = chunks
    workers.forEach(chunks.count) { piece, worker in body(chunks.lowerBound + piece, worker) }
  }

  /// Sums that every chunk has for itself become known to all.
  ///
  /// - Parameter count: how many a chunk has, one chunk's after the other's.
  func shareChunks<Value: BitwiseCopyable>(_ values: UnsafeMutablePointer<Value>, each count: Int) {
    ranks.share(values) { rank in
      let chunks = ranks.part(of: chunkCount, rank)
      return chunks.lowerBound * count..<chunks.upperBound * count
    }
  }

  /// Rows that every image has for itself become known to all.
  ///
  /// - Parameter count: how many values an image has, one image's after the other's.
  func shareImages<Value: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Value>, of images: Int, each count: Int
  ) {
    ranks.share(values) { rank in
      let own = ranks.images(of: images, rank)
      return own.lowerBound * count..<own.upperBound * count
    }
  }
}

extension Ranks {
  /// The images of a batch that a rank works on: those of its chunks.
  func images(of images: Int, _ rank: Int) -> Range<Int> {
    let chunks = part(of: chunkCount, rank)
    return images * chunks.lowerBound / chunkCount..<images * chunks.upperBound / chunkCount
  }
}
