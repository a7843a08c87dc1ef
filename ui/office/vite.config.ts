import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// No inline script, no inlined asset: the hub's content security policy allows neither.
export default defineConfig({
  plugins: [vue()],
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: false,
    // The office's page, and the one for whoever holds a paper.
    rollupOptions: { input: ['index.html', 'verify.html'] },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:7310' } },
})
