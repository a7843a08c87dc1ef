import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

/** Every icon here is Lucide. Vant's own icon font carries a font address of a CDN and a `data:` font: both would trip the CSP. */
function withoutVantIconFont(): Plugin {
  return {
    name: 'without-vant-icon-font',
    enforce: 'pre',
    transform(code, id) {
      return /vant[\\/](es|lib)[\\/]icon[\\/].*\.css/.test(id) ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : null;
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [withoutVantIconFont(), vue()],
  build: {
    target: ['chrome109', 'safari15'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
  },
  worker: { format: 'es' },
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
});
