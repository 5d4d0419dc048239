# volunteer
