import { contextBridge, ipcRenderer } from 'electron'
import { COMMAND, CONNECT, DOCUMENT, isGivenFile, PORT } from './channels'

// The only things that cross: a port to the engine, a menu's command, a file to open. The page never sees ipcRenderer.
ipcRenderer.on(PORT, (event) => {
  window.postMessage('lab:port', location.origin, event.ports)
})
ipcRenderer.on(COMMAND, (_event, id: unknown) => {
  if (typeof id === 'string') window.postMessage({ command: id }, location.origin)
})
ipcRenderer.on(DOCUMENT, (_event, file: unknown) => {
  if (isGivenFile(file)) window.postMessage({ file: { name: file.name, text: file.text } }, location.origin)
})
contextBridge.exposeInMainWorld('lab', { connect: () => ipcRenderer.send(CONNECT) })
