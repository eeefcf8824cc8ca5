package code_test
import ("testing";"os";"image";_ "image/jpeg";"lampan/scanner/internal/picture/code";"path/filepath";"fmt";"time")
func TestDemoZ(t *testing.T){
 var ns []string
 filepath.Walk("/work/shared/data/photos",func(p string,i os.FileInfo,_ error)error{ if i!=nil&&(filepath.Ext(p)==".jpg"||filepath.Ext(p)==".JPG")&&i.Size()>800000{ns=append(ns,p)}; return nil})
 k:=0
 for _,n:=range ns { f,_:=os.Open(n); m,_,err:=image.Decode(f); if err!=nil||m.Bounds().Dx()<1500{continue}; k++; if k>5{break}
 for _,w:=range []int64{48<<20,192<<20,768<<20} { s:=time.Now(); r:=code.Read(m,code.Limits{Work:w,Codes:8}); fmt.Println(filepath.Base(n),m.Bounds().Dx(),m.Bounds().Dy(),w>>20,r.Cut,len(r.Codes),time.Since(s).Milliseconds()); if !r.Cut {break} } }
}
