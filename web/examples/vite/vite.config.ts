import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// In development the desk is asked through this server; where it is served from, it is the page's own
// origin, or one that `VITE_FRONTDESK_URL` names and that allows this page's (CORS_ORIGINS).
const desk = process.env.FRONTDESK_URL ?? 'http://localhost:3001';

export default defineConfig({
  // Served from any folder.
  base: './',
  plugins: [react()],
  server: {
    proxy: {
      '/api': desk,
      '/ipfs': desk,
      '/socket.io': { target: desk, ws: true },
    },
  },
});
