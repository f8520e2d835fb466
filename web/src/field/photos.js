// Photographs are made small on the phone, with moment and place written into a corner.
const LONGEST = 1600;
const QUALITY = 0.82;

function stamp(context, width, height, text) {
  const size = Math.max(14, Math.round(width / 45));
  context.font = `600 ${size}px sans-serif`;
  const lines = text.split("\n");
  const box = Math.max(...lines.map((line) => context.measureText(line).width)) + size;
  context.fillStyle = "rgb(0 0 0 / 0.55)";
  context.fillRect(0, height - lines.length * size * 1.4 - size * 0.6, box, height);
  context.fillStyle = "#fff";
  lines.reverse().forEach((line, i) => context.fillText(line, size / 2, height - size * 0.6 - i * size * 1.4));
}

export async function shrink(file, text = "") {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  if (text) stamp(context, canvas.width, canvas.height, text);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
