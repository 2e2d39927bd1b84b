/// Where a piece of work takes place: on which image, by which worker, for which chunk's sums.
struct Place {
  /// The image's number in the batch.
  var image: Int
  /// The worker's number: scratch memory is a worker's own.
  var worker: Int
  /// The number of the chunk of images: sums are a chunk's own, added in the order of the chunks.
  var chunk: Int
  /// Whether a backward pass will follow, so that what was computed must be kept.
  var training: Bool
}

/// How many chunks a batch is cut into, whatever the number of threads.
let chunkCount = 8
