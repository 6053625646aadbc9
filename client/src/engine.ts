/**
 * The engine library. In dist/ this module is a bundle of its own (dist/engine.js, with dockerode in it), so import
 * types from here freely, and values only by `import('./engine.js')` on first use: see docker.ts.
 */
export * from '../../engine/src/index';
