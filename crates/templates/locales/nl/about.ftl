# about
