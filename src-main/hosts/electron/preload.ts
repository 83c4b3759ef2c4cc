import { contextBridge, ipcRenderer } from 'electron'

// The only thing that crosses: a port to the engine, and a menu's command. The page never sees ipcRenderer.
ipcRenderer.on('lab:port', (event) => {
  window.postMessage('lab:port', location.origin, event.ports)
})
ipcRenderer.on('lab:command', (_event, id: unknown) => {
  if (typeof id === 'string') window.postMessage({ command: id }, location.origin)
})
contextBridge.exposeInMainWorld('lab', { connect: () => ipcRenderer.send('lab:connect') })
