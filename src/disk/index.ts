/** What lies on disk, and files replaced whole. Knows nothing of what they hold. */
export { cachePath, writeCacheFile } from './cache-file.js';
export { ownBuild } from './own-build.js';
export { makeFolder, replaceFile } from './replace-file.js';
export { linkStatsOf, statsOf } from './stats.js';
