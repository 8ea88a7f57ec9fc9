"""TEMP"""
class RefusedFile(Exception):
    @property
    def sentence(self) -> str: return str(self)
