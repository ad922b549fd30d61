/** Whether the browser draws with a real GPU. */

const IN_SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** False without WebGL 2, and where a processor plays the GPU: it then takes ten times as long as it does itself. */
export function hasRealGpu(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return false;
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const name = info && String(context.getParameter(info.UNMASKED_RENDERER_WEBGL));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !IN_SOFTWARE.test(name ?? "");
}
