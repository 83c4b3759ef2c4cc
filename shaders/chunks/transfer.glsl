// Density as a share of the top of its range, to the place on its colour map: the exponent lifts what is faint.
// Twin: src-renderer/stage/rules/transfer.ts
float densityTransfer(float share) {
  return pow(clamp(share, 0.0, 1.0), 0.72);
}
