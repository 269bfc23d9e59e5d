"""Two modules that import each other."""
import a

model = a.build()
