/**
 * Options of Node for the product; the image's entry point has the same. V8 makes objects old from the start where most of their kind
 * outlived a collection. What a request holds while its provider answers looks like that and is garbage soon after; made old it stays until
 * the whole heap is collected, with everything it points to (measured: 12 KB of each request, a sixth of the CPU). Without that the young
 * generation needs less than V8 lets it grow to (held at 16 MB, the process takes 80 MB less), and the old one, whose growth is slow, may
 * be collected when it has grown by 70 percent (100 MB less; by half, collections came so often that they were the slowest hundredth of
 * answers). Neither costs CPU that can be measured (docs/performance.md).
 */
export const engineOptions = [
  '--no-allocation-site-pretenuring',
  '--max-semi-space-size=16',
  '--heap-growing-percent=70',
];
