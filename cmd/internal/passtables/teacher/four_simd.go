//go:build goexperiment.simd && amd64

package teacher

import "simd/archsimd"

// lanes is how many columns go together.
const lanes = 8

// four adds each row of a times w to the same row of o, in the same order and
// with the same rounding as without SIMD.
func four(a *[4][]float32, w []float32, o *[4][]float32) {
	wide := len(o[0])
	j := 0
	for ; j+lanes <= wide; j += lanes {
		s0, s1 := archsimd.LoadFloat32x8Slice(o[0][j:]), archsimd.LoadFloat32x8Slice(o[1][j:])
		s2, s3 := archsimd.LoadFloat32x8Slice(o[2][j:]), archsimd.LoadFloat32x8Slice(o[3][j:])
		for i := range units {
			v := archsimd.LoadFloat32x8Slice(w[i*wide+j:])
			s0 = s0.Add(v.Mul(archsimd.BroadcastFloat32x8(a[0][i])))
			s1 = s1.Add(v.Mul(archsimd.BroadcastFloat32x8(a[1][i])))
			s2 = s2.Add(v.Mul(archsimd.BroadcastFloat32x8(a[2][i])))
			s3 = s3.Add(v.Mul(archsimd.BroadcastFloat32x8(a[3][i])))
		}
		s0.StoreSlice(o[0][j:])
		s1.StoreSlice(o[1][j:])
		s2.StoreSlice(o[2][j:])
		s3.StoreSlice(o[3][j:])
	}
	// Without it every scalar instruction after this one waits.
	archsimd.ClearAVXUpperBits()
	for ; j < wide; j++ {
		for i := range units {
			for k := range o {
				o[k][j] += a[k][i] * w[i*wide+j]
			}
		}
	}
}
