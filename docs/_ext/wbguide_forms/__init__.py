"""Make the other forms of the site from its built pages: archives, an EPUB, a PDF."""
