import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/jetbrains-mono'
import 'katex/dist/katex.min.css'
import { mount } from 'svelte'
import App from './app/App.svelte'
import './app/theme.css'

const target = document.getElementById('app')
if (target === null) throw new Error('the page has no place for the window')
mount(App, { target })
