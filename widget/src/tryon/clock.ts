/** The pictures of a playing video, one after another. */

const LEAST_MS = 1000 / 30 - 6; // 30 a second at most, with some play for pictures that come early

/** When a picture is shown, and when it was taken, each on a clock of its own. */
export interface PictureTimes {
  readonly shownMs: number;
  readonly takenMs: number;
}

/** Calls back once for each new picture while the page is seen, until the returned function is called. */
export function eachPicture(video: HTMLVideoElement, onPicture: (times: PictureTimes) => void): () => void {
  const byFrame: boolean = "requestVideoFrameCallback" in video;
  let [handle, shownAt, shownMs] = [0, -1, -Infinity];
  const next = () => {
    handle = byFrame ? video.requestVideoFrameCallback(tick) : requestAnimationFrame(tick);
  };
  const tick = (nowMs: number, told?: VideoFrameCallbackMetadata) => {
    next();
    const isNew = byFrame || video.currentTime !== shownAt;
    if (document.hidden || !isNew || nowMs - shownMs < LEAST_MS || !video.videoWidth) return;
    [shownAt, shownMs] = [video.currentTime, nowMs];
    onPicture({ shownMs: nowMs, takenMs: 1000 * (told?.mediaTime ?? video.currentTime) });
  };
  next();
  return () => (byFrame ? video.cancelVideoFrameCallback(handle) : cancelAnimationFrame(handle));
}
