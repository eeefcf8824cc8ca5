package mask

import (
	"reflect"

	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/scanner/audit"
)

// Cover replaces, in every text of a view, the words that name somebody of the
// household, or where somebody is: what a renderer would otherwise show although it
// should not be there. With reads set, the words of that member stay. View is a
// pointer to a struct, and is changed; what is not exported, and identifiers of types
// of their own, are left as they are.
func Cover(view any, r *roster.Roster, reads exposure.SubjectID) {
	w := of(r, reads)
	walk(reflect.ValueOf(view).Elem(), func(v reflect.Value) {
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(w.hide(v.String()))
		}
	})
}

// clone copies an audit so deeply that changing the copy does not show in it.
func clone(a *audit.Audit) *audit.Audit {
	b := *a
	walk(reflect.ValueOf(&b).Elem(), func(reflect.Value) {})
	return &b
}

// rename gives members and sources other IDs wherever the audit names them.
func rename(a *audit.Audit, subject func(exposure.SubjectID) exposure.SubjectID, source func(exposure.SourceID) exposure.SourceID) {
	walk(reflect.ValueOf(a).Elem(), func(v reflect.Value) {
		switch v.Type() {
		case reflect.TypeFor[exposure.SubjectID]():
			v.SetString(string(subject(exposure.SubjectID(v.String()))))
		case reflect.TypeFor[exposure.SourceID]():
			v.SetString(string(source(exposure.SourceID(v.String()))))
		}
	})
}

// walk calls f for every exported string that v holds, on copies of its own of what
// v points at. v can be set.
func walk(v reflect.Value, f func(reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		f(v)
	case reflect.Pointer:
		if v.IsNil() || !v.Elem().CanInterface() {
			return
		}
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		v.Set(own)
		walk(own.Elem(), f)
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range v.Len() {
			walk(v.Index(i), f)
		}
	case reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), f)
		}
	case reflect.Map:
		if v.IsNil() {
			return
		}
		own := reflect.MakeMapWithSize(v.Type(), v.Len())
		for it := v.MapRange(); it.Next(); {
			elem := reflect.New(v.Type().Elem()).Elem()
			elem.Set(it.Value())
			walk(elem, f)
			own.SetMapIndex(it.Key(), elem)
		}
		v.Set(own)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "Anchor" {
				walk(v.Field(i), f)
			}
		}
	default: // numbers, and what holds no text
	}
}
